//! `commons payments import`: the bank's statements, matched and written down.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use commons::answers::matching::{Matched, Over, matched, own_accounts};
use commons::date::Date;
use commons::imports::camt053::{Line, MOST_BYTES, read};
use commons::money::Money;
use commons::record::Record;
use commons::text;
use commons::text::{Lang, Text};
use commons::writing::payments::Entry;

use super::doubts::doubts;
use super::{readable, texts};
use crate::context::{Context, say};
use crate::writing::{Judge, Writing};

/// Take over payments from the bank's statements (CAMT.053)
#[derive(clap::Args)]
#[command(
    after_help = "A line of the bank is written down once, however often and in whatever order the statements are read. What certainly belongs to
an invoice is written: by its payment reference; by its number where account, name or amount bear that out; or by the account of a
participant and exactly what is open. What is doubtful is not written, but listed with its day, amount and reference, why, and the command
that enters it. Of all other lines nothing is shown or kept.

Examples:
  commons payments import afschrift.xml --dry-run
  commons payments import 2026-02-*.xml"
)]
pub struct Import {
    /// The files as the bank gives them, version 02 or 08
    #[arg(required = true, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

impl Import {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        readable(record)?;
        let lang = context.lang(record);
        let own = own_accounts(record);
        if own.is_empty() {
            bail!("this record does not say on which account participants pay; `commons set commons finances.iban IBAN` does");
        }
        // What the bank has booked by now has come in, whatever day is asked about; a later day that is asked about reaches further.
        let today = Context::today(record).max(record.on);
        let mut found = Found::default();
        for path in &self.files {
            found.take(path, &own, lang)?;
        }
        if found.statements == 0 {
            bail!("no statement of the collaboration's own account is among them, so nothing is written");
        }
        let before = found.lines.len();
        found.lines.retain(|line| line.on <= today);
        found.later = before - found.lines.len();
        let result = matched(record, &found.lines);
        let entries: Vec<Entry> = result.bookings.iter().map(Entry::from).collect();
        let lines: BTreeSet<&str> = result.bookings.iter().map(|one| one.reference.split('#').next().unwrap_or_default()).collect();
        let what = counted(record, &result, &found, lines.len(), today);
        if entries.is_empty() {
            for text in what.iter().chain(&doubts(record, &result.doubts)) {
                say(text.get(lang));
            }
            return Ok(ExitCode::SUCCESS);
        }
        let what: Vec<Text> = what.into_iter().chain(over(record, &result)).chain(doubts(record, &result.doubts)).collect();
        let texts = texts(&opened.source, &entries)?;
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &what)
    }
}

/// What the files hold.
#[derive(Default)]
struct Found {
    statements: usize,
    lines: Vec<Line>,
    pending: usize,
    /// Booked by the bank after the day on which the record is judged.
    later: usize,
    unclear: usize,
    foreign: usize,
}

impl Found {
    fn take(&mut self, path: &Path, own: &BTreeSet<String>, lang: Lang) -> anyhow::Result<()> {
        let shown = path.display().to_string();
        let file = std::fs::File::open(path).with_context(|| format!("cannot read {shown}"))?;
        let mut bytes = Vec::new();
        // One byte more than a statement may have tells that it is longer.
        file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {shown}"))?;
        let statements = match read(&bytes) {
            Ok(statements) => statements,
            Err(why) => bail!("{shown} cannot be taken over: {}", why.said().get(Lang::En)),
        };
        for one in statements {
            if !one.iban.as_ref().is_some_and(|iban| own.contains(iban)) {
                say(text!(en: "{shown}: a statement of another account is left alone", nl: "{shown}: een afschrift van een andere rekening blijft buiten beschouwing").get(lang));
                continue;
            }
            for wrong in &one.wrong {
                say(text!(wrong; en: "warning: {shown}: {wrong}", nl: "let op: {shown}: {wrong}").get(lang));
            }
            self.statements += 1;
            self.pending += one.pending;
            self.unclear += one.unclear;
            self.foreign += one.foreign;
            self.lines.extend(one.lines);
        }
        Ok(())
    }
}

/// How many lines there were, and what became of them.
fn counted(record: &Record, result: &Matched, found: &Found, booked: usize, today: Date) -> Vec<Text> {
    let sum = result.bookings.iter().map(|one| one.amount).sum::<Money>().in_currency(record.currency());
    let mut said = vec![match booked {
        0 => Text::new("no new payments", "geen nieuwe betalingen"),
        1 => text!(sum; en: "1 new payment: {sum}", nl: "1 nieuwe betaling: {sum}"),
        _ => text!(sum; en: "{booked} new payments: {sum}", nl: "{booked} nieuwe betalingen: {sum}"),
    }];
    let divided = result.bookings.iter().filter(|one| one.reference.ends_with("#2")).count();
    let foreign = result.foreign + found.foreign;
    let (already, others, pending, later, unclear) = (result.already, result.others, found.pending, found.later, found.unclear);
    let counts = [
        (divided, text!(en: "of which divided over several invoices: {divided}", nl: "waarvan verdeeld over meer facturen: {divided}")),
        (already, text!(en: "on record already: {already}", nl: "al in het dossier: {already}")),
        (foreign, text!(en: "in another currency, left alone: {foreign}", nl: "in een andere valuta, overgeslagen: {foreign}")),
        (pending, text!(en: "not booked by the bank yet: {pending}", nl: "nog niet door de bank geboekt: {pending}")),
        (later, text!(today; en: "after {today}, left for later: {later}", nl: "van na {today}, nu overgeslagen: {later}")),
        (
            unclear,
            text!(en: "without an amount, a day or a state that can be read: {unclear}", nl: "zonder leesbaar bedrag, leesbare dag of status: {unclear}"),
        ),
        (others, text!(en: "other lines, of which nothing is kept: {others}", nl: "andere regels, waarvan niets is bewaard: {others}")),
    ];
    said.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, text)| text));
    said
}

/// Invoices of which more came in than was asked.
fn over(record: &Record, result: &Matched) -> Vec<Text> {
    let said = |Over { number, by, instead }: &Over| {
        let by = by.in_currency(record.currency());
        let said =
            text!(by; en: "more came in for {number} than was asked: {by}", nl: "voor {number} is meer ontvangen dan gevraagd: {by}");
        match instead {
            Some(other) => {
                text!(said; en: "{said}; {other}, to the same participant, is open for exactly that: where it is meant, change `invoice` of that payment", nl: "{said}; {other}, aan dezelfde deelnemer, staat open voor precies dat bedrag: is die bedoeld, wijzig dan `invoice` bij die ontvangst")
            }
            None => said,
        }
    };
    result.over.iter().map(said).collect()
}
