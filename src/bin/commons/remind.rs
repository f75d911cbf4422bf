//! `commons remind`: letters about what is overdue, and what was sent into the record.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::reminders::Due;
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::reports::remind::{Options, letter, of, plan, together};
use commons::source::FilePath;
use commons::text;
use commons::text::Lang;
use commons::writing::remind::edits;

use crate::complete;
use crate::context::{Context, say};
use crate::files;
use crate::form::{Form, meant};
use crate::invoice::past::{Odd, noted_of, odd, warn_of_lost, warned_of};
use crate::payments::readable;
use crate::writing::{Judge, Texts, Writing, edited};

/// Draft reminders of what is overdue; keep on record that they were sent
#[derive(clap::Args)]
#[command(after_help = "The first letter is due 14 days past the day of payment, the second four weeks later, then somebody calls
(`reminder_days` in commons.toml says otherwise). From 20 December until 6 January no letters are sent. Nobody is reminded who paid,
who left, or who gives voluntarily. With --format mail each letter is a message of its own.

Send the letters first, then keep that: --sent writes it into the invoices. A call is kept with --what.

Examples:
  commons remind
  commons remind assen --format html -o herinnering-assen.html
  commons remind --format mail -o herinneringen.txt
  commons remind --sent
  commons remind assen --sent --what \"gebeld: betaald voor 1 juni\"")]
pub struct Remind {
    /// Only these participants
    #[arg(value_name = "PARTICIPANT", add = complete::ids(Kinds::ORGANISATION))]
    participants: Vec<String>,
    /// Keep on record that the letters that are due were sent on this day
    #[arg(long)]
    sent: bool,
    /// What was done or said; with it calls are kept too
    #[arg(long, value_name = "TEXT", requires = "sent")]
    what: Option<String>,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    writing: Writing,
}

impl Remind {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if self.sent {
            return self.keep(context);
        }
        if self.writing.yes || self.writing.dry_run || self.writing.force {
            bail!("there is nothing to write; --sent keeps on record what was sent");
        }
        let opened = context.open_only(&files::DEBTS)?;
        let record = &opened.record;
        readable(record)?;
        let lang = context.lang(record);
        let odd = odd(&opened, lang);
        let options = Options { only: only(record, &self.participants)?, altered: altered(&odd), audience: self.form.audience() };
        let plan = plan(record, &options.only, &options.altered);
        let letters: Vec<_> = plan.letters.iter().map(|one| letter(record, one, options.audience)).collect();
        // Of whoever is named it is the letters themselves: what others owe stands in the overview only.
        let asked = if options.only.is_empty() || !self.form.is_read(context)? { None } else { together(letters.clone()) };
        let whole = match asked {
            Some(letters) => {
                warned_of(&odd, lang);
                letters
            }
            None => noted_of(of(record, &options), &odd, &self.form, context, lang)?,
        };
        self.form.write_letters(whole, letters, opened, context)
    }

    fn keep(&self, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        readable(record)?;
        if record.on > Context::today(record) {
            bail!("{} is still to come, so nothing was sent on it", record.on);
        }
        let what = self.what.as_deref().map(str::trim);
        if what.is_some_and(str::is_empty) {
            bail!("--what says what was done or said; leave it out where it was a letter");
        }
        let lang = context.lang(record);
        let odd = odd(&opened, lang);
        let plan = plan(record, &only(record, &self.participants)?, &altered(&odd));
        // Nothing is added to a file that is not what was sent.
        let is_meant = |path: &FilePath| plan.altered.iter().any(|one| one.debt.invoice.file == *path);
        odd.lost.iter().filter(|one| is_meant(&one.finding.at.file)).for_each(|one| warn_of_lost(one, lang));
        let letters = plan.letters.iter().flat_map(|letter| &letter.due);
        let due: Vec<&Due<'_>> = if what.is_some() { letters.chain(&plan.calls).collect() } else { letters.collect() };
        let edits = edits(&due, record.on, what, record.language.unwrap_or_default());
        if !plan.calls.is_empty() && what.is_none() {
            let calls = plan.calls.len();
            say(text!(en: "no letter but a call: {calls}; keep it with --what", nl: "geen brief maar bellen: {calls}; leg dat vast met --what").get(lang));
        }
        if edits.is_empty() {
            say(none(lang));
            return Ok(ExitCode::SUCCESS);
        }
        let (number, on) = (edits.len(), record.on);
        let said = match number {
            1 => text!(on; en: "reminded of 1 invoice on {on}", nl: "aan 1 factuur herinnerd op {on}"),
            _ => text!(on; en: "reminded of {number} invoices on {on}", nl: "aan {number} facturen herinnerd op {on}"),
        };
        let mut texts = Texts::new();
        for (path, edits) in edits {
            let text = edited(&opened.source, &path, &edits)?;
            texts.insert(path, Some(text));
        }
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &[said])
    }
}

/// The issued invoices whose file is not what was sent.
fn altered(odd: &Odd) -> Vec<FilePath> {
    let changed = odd.lost.iter().filter(|one| one.finding.rule == "issued-invoice-changed");
    changed.map(|one| one.finding.at.file.clone()).collect()
}

fn none(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "no letter is due, so there is nothing to keep",
        Lang::Nl => "er is geen brief aan de beurt, dus er valt niets vast te leggen",
    }
}

/// The participants that are named.
fn only(record: &Record, typed: &[String]) -> anyhow::Result<Vec<Id>> {
    typed.iter().map(|typed| Ok(Id::new(&record.index.plain(&meant(record, typed, Kinds::ORGANISATION)?).0))).collect()
}
