//! `commons invoice --credit`: the draft of a credit note, and of what is asked instead.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::billed::{is_for, kind_of};
use commons::record::Record;
use commons::record::finance::{self, InvoiceKind};
use commons::record::load::load;
use commons::record::values::Id;
use commons::rules::past::Lost;
use commons::source::{FilePath, directory};
use commons::text;
use commons::text::{Lang, Text};
use commons::writing::invoices::credit::{Part, credit};
use commons::writing::invoices::free_path;
use commons::writing::invoices::issue::frozen;
use commons::writing::invoices::plan::plan;
use commons::writing::invoices::text::text_of;
use commons::writing::invoices::update::{copied, update};

use crate::context::{Context, Opened, say};
use crate::invoice::drafts::{nothing_lost, unless_waived};
use crate::invoice::past::{changed_since, lost};
use crate::invoice::{Invoice, gaps_said, whole};
use crate::pay::amount;
use crate::writing::{Judge, Texts};

impl Invoice {
    pub(super) fn credited(&self, number: &str, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        whole(record)?;
        let wanted = match credit(record, number, self.part(record)?) {
            Ok(wanted) => wanted,
            Err(why) => bail!("{}", why.get(Lang::En)),
        };
        let lost = lost(&opened, context.lang(record));
        if self.again {
            nothing_lost(&lost, |id| is_for(record, &wanted.invoice, &Id::new(id)), context.lang(record))?;
        }
        let is_of = |one: &finance::Invoice| one.number.as_deref() == Some(number) || one.credits.as_deref() == Some(number);
        if let Some(Lost { finding, commit, command, .. }) = changed_since(&lost, record, is_of) {
            let (file, waived) = (&finding.at.file, unless_waived(finding.rule));
            bail!(
                "{file} was changed since it was issued (commit {commit}), and what was sent is credited: `{command}` puts that back; {waived}"
            );
        }
        let path = free_path(wanted.invoice.year, &wanted.stem, |path| is_there(record, path));
        let total = frozen(record, &wanted.invoice, record.on, None).total.unwrap_or_default().in_currency(record.currency());
        let mut what = vec![
            text!(total; en: "draft of a credit note for {number}: {total}", nl: "concept van een creditfactuur bij {number}: {total}"),
        ];
        let mut texts = Texts::from([(path.clone(), Some(text_of(&wanted.invoice)))]);
        if self.again {
            again(&opened, number, &path, &mut texts, &mut what, context)?;
        }
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &what)
    }
}

impl Invoice {
    /// How much of the invoice is meant.
    fn part(&self, record: &Record) -> anyhow::Result<Part<'_>> {
        let amount = self.amount.as_deref().map(|typed| amount(record, typed)).transpose()?;
        let reason = self.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
        Ok(Part { line: self.line, amount, reason })
    }
}

fn is_there(record: &Record, path: &FilePath) -> bool {
    record.invoices.iter().any(|one| one.file == *path)
}

/// The draft of what is asked instead: as the budget asks now, or of what people wrote themselves a copy.
fn again(
    opened: &Opened,
    number: &str,
    credit: &FilePath,
    texts: &mut Texts,
    what: &mut Vec<Text>,
    context: &Context,
) -> anyhow::Result<()> {
    let record = &opened.record;
    let lang = context.lang(record);
    let Some(original) = record.invoices.iter().find(|one| one.number.as_deref() == Some(number)) else { return Ok(()) };
    let (year, id) = (original.year, record.organisation(&original.participant).map_or(original.participant.clone(), |one| one.id.clone()));
    if kind_of(original) == InvoiceKind::Extra {
        let draft = copied(original);
        let path = free_path(year, &format!("draft-{id}-extra"), |path| is_there(record, path) || texts.contains_key(path));
        texts.insert(path, Some(text_of(&draft)));
        what.push(text!(en: "draft of the same for `{id}`, to be changed", nl: "concept van hetzelfde voor `{id}`, om aan te passen"));
        return Ok(());
    }
    // The record as it is once the credit note is there.
    let mut source = directory::open(&opened.source.root)?;
    for (path, text) in texts.iter() {
        source.lay(path, text.as_ref().map(|text| text.as_bytes().to_vec()));
    }
    let (then, _) = load(&source, record.on, &|| ());
    let plan = plan(&then, year, std::slice::from_ref(&id)).map_err(|gaps| gaps_said(year, &gaps))?;
    let update = update(&then, year, &plan, std::slice::from_ref(&id));
    update.said.iter().for_each(|text| say(text.get(lang)));
    if update.new.is_empty() && update.edits.is_empty() {
        say(text!(en: "`{id}` is asked nothing more for {year}, so there is no new draft", nl: "aan `{id}` wordt voor {year} niets meer gevraagd, dus er komt geen nieuw concept").get(lang));
    }
    for (path, text) in update.new {
        debug_assert!(path != *credit, "the credit note has a name of its own");
        texts.insert(path, Some(text));
    }
    for (path, edits) in update.edits {
        texts.insert(path.clone(), Some(crate::writing::edited(&opened.source, &path, &edits)?));
    }
    Ok(())
}
