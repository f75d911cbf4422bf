//! `commons invoice --show`: one invoice as a letter, in any form.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use commons::answers::audience::{Audience, hidden, seen_invoice};
use commons::answers::billed::is_sent;
use commons::document::Document;
use commons::formats::{Format, Style, render};
use commons::record::Record;
use commons::record::finance;
use commons::reports::invoice::{code, invoice};
use commons::rules::past::Lost;
use commons::text;
use commons::writing::invoices::issue::frozen;

use crate::context::{Context, say};
use crate::files;
use crate::invoice::drafts::unless_waived;
use crate::invoice::past::{changed_since, lost_quietly};
use crate::invoice::ubl::{Profile, ubl};
use crate::invoice::{Invoice, whole};

/// How an invoice is shown.
#[derive(clap::Args)]
pub struct Shape {
    /// Of --format ubl: which rules the e-invoice keeps
    #[arg(long, value_enum, default_value_t = Profile::Nlcius, requires = "show")]
    profile: Profile,
    /// With a code in the letter that a bank's app reads (EPC)
    #[arg(long, requires = "show")]
    qr: bool,
    /// Of --format ubl: with the letter as PDF within
    #[arg(long, requires = "show")]
    with_pdf: bool,
}

impl Invoice {
    pub(super) fn shown(&self, typed: &str, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::INVOICES)?;
        let record = &opened.record;
        whole(record)?;
        let found = found(record, typed, self.year)?;
        let is_ubl = self.form.is_ubl() || context.ending().is_some_and(|ending| ending == "xml");
        let lost = if found.number.is_some() { lost_quietly(&opened) } else { Vec::new() };
        if let Some(Lost { finding, commit, command, .. }) = changed_since(&lost, record, |one| one.file == found.file) {
            let (file, waived) = (&found.file, unless_waived(finding.rule));
            if is_ubl {
                bail!(
                    "{file} was changed since it was issued (commit {commit}), and an e-invoice says what was sent: `{command}` puts that \
                     back; {waived}"
                );
            }
            say(text!(en: "warning: {file} was changed since it was issued (commit {commit}): this is not what was sent", nl: "let op: {file} is gewijzigd nadat de factuur definitief was (commit {commit}): dit is niet wat er is verstuurd").get(context.lang(record)));
        }
        if is_ubl {
            let letter = self.shape.with_pdf.then(|| self.pdf(record, found, context)).transpose()?;
            let seen = seen(record, found, self.form.audience());
            return ubl(context, record, &seen, self.shape.profile, letter.as_deref());
        }
        if self.shape.with_pdf {
            bail!("--with-pdf puts the letter within an e-invoice: --format ubl");
        }
        // A draft is shown as it would be issued on the day.
        let shown = if is_sent(found) { found.clone() } else { frozen(record, found, record.on, None) };
        let document = self.letter(record, &shown, context)?;
        self.form.write(document, opened, context)
    }
}

impl Invoice {
    fn letter(&self, record: &Record, found: &finance::Invoice, context: &Context) -> anyhow::Result<Document> {
        let mut document = invoice(record, found, self.form.audience());
        if self.shape.qr {
            let code = code(found).map_err(|why| anyhow!("there is no code for this invoice: {}", why.get(context.lang(record))))?;
            document.blocks.push(code);
        }
        Ok(document)
    }

    /// The letter as it is put within an e-invoice.
    fn pdf(&self, record: &Record, found: &finance::Invoice, context: &Context) -> anyhow::Result<Vec<u8>> {
        let lang = record.language.unwrap_or_else(|| context.lang(record));
        Ok(render(&self.letter(record, found, context)?, Format::Pdf, &Style { lang, width: context.width(), color: false }))
    }
}

/// An invoice in which nobody is named who may not be.
fn seen(record: &Record, invoice: &finance::Invoice, audience: Audience) -> finance::Invoice {
    let hidden = hidden(record, audience);
    let lang = record.language.unwrap_or_default();
    let mut seen = seen_invoice(invoice, audience);
    let parties = [&mut seen.buyer, &mut seen.seller].into_iter().flatten();
    let of_parties = parties.flat_map(|party| [&mut party.contact, &mut party.ordered_by, &mut party.email]).flatten();
    let lines = seen.line.iter_mut().map(|line| &mut line.what).chain(seen.set_off.iter_mut().map(|one| &mut one.what));
    let reason = seen.vat.as_mut().and_then(|vat| vat.reason.as_mut());
    for text in of_parties.chain(lines).chain(reason) {
        if let Some(masked) = hidden.masked(text, lang) {
            *text = masked;
        }
    }
    seen
}

/// The invoice of a number, or of the name of its file.
fn found<'a>(record: &'a Record, typed: &str, year: Option<i32>) -> anyhow::Result<&'a finance::Invoice> {
    let of_year = |one: &&finance::Invoice| year.is_none_or(|year| one.year == year);
    let stem = typed.strip_suffix(".toml").unwrap_or(typed);
    let is_named = |one: &&finance::Invoice| one.file.stem() == stem || one.file.as_str().strip_suffix(".toml") == Some(stem);
    let mut all: Vec<&finance::Invoice> =
        record.invoices.iter().filter(|one| one.number.as_deref() == Some(typed)).filter(of_year).collect();
    if all.is_empty() {
        all = record.invoices.iter().filter(is_named).filter(of_year).collect();
    }
    match all[..] {
        [one] => Ok(one),
        [] => match nearest(record, typed) {
            Some(near) => bail!("there is no invoice and no draft `{typed}` in this record; did you mean `{near}`?"),
            None => bail!("there is no invoice and no draft `{typed}` in this record; `commons list invoices` names them"),
        },
        _ => {
            let files: Vec<String> = all.iter().map(|one| one.file.to_string()).collect();
            bail!("`{typed}` is several: {}; --year says which", files.join(", "))
        }
    }
}

/// The draft or the number that was perhaps meant.
fn nearest(record: &Record, typed: &str) -> Option<String> {
    let draft = format!("draft-{typed}");
    let by_name = record.invoices.iter().map(|one| one.file.stem()).find(|stem| *stem == draft);
    let known = record.invoices.iter().map(|one| one.number.as_deref().unwrap_or(one.file.stem()));
    by_name.map(str::to_owned).or_else(|| commons::words::nearest(typed, known).map(str::to_owned))
}
