//! `commons invoice --year Y`: the drafts that a year asks for, written once and kept up to date.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::process::ExitCode;

use anyhow::bail;
use commons::answers::billed::is_for;
use commons::answers::contribution::budgets;
use commons::answers::invoiced::payable;
use commons::record::Record;
use commons::record::finance;
use commons::record::values::Id;
use commons::rules::past::Lost;
use commons::text;
use commons::text::{Lang, Text};
use commons::writing::invoices::plan::{Wanted, plan};
use commons::writing::invoices::update::update;

use crate::context::{Context, say};
use crate::invoice::past::lost;
use crate::invoice::{Invoice, gaps_said, no_budget, organisation, warn_of_standing, whole};
use crate::writing::{Judge, Texts, edited};

impl Invoice {
    pub(super) fn drafted(&self, year: i32, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_write()?;
        let record = &opened.record;
        whole(record)?;
        if budgets(record, year).is_empty() {
            return Err(no_budget(record, year));
        }
        let lang = context.lang(record);
        let only: Vec<Id> = self.participants.iter().map(|typed| organisation(record, typed)).collect::<anyhow::Result<_>>()?;
        let plan = plan(record, year, &only).map_err(|gaps| gaps_said(year, &gaps))?;
        if let Some(other) = only.iter().find(|id| !plan.asked.contains(*id) && !has_draft(record, year, id)) {
            bail!("`{other}` is asked nothing for {year}");
        }
        warn_of_standing(record, year);
        let update = update(record, year, &plan, &only);
        let is_new = |wanted: &Wanted| update.new.values().any(|text| *text == text_of(&wanted.invoice));
        let is_meant = |id: &str| {
            let id = Id::new(id);
            plan.told.contains(&id)
                || plan.wanted.iter().any(|wanted| is_new(wanted) && is_for(record, &wanted.invoice, &id))
                || record.invoices.iter().any(|one| update.edits.contains_key(&one.file) && is_for(record, one, &id))
        };
        nothing_lost(&lost(&opened, lang), is_meant, lang)?;
        let mut texts: Texts = update.new.iter().map(|(path, text)| (path.clone(), Some(text.clone()))).collect();
        for (path, edits) in &update.edits {
            texts.insert(path.clone(), Some(edited(&opened.source, path, edits)?));
        }
        update.said.iter().for_each(|text| say(text.get(lang)));
        let mut what = Vec::new();
        for (path, text) in &update.new {
            let wanted = plan.wanted.iter().find(|wanted| text_of(&wanted.invoice) == *text);
            what.extend(wanted.map(|wanted| told(record, path.stem(), &wanted.invoice)));
        }
        for path in &update.stale {
            // Nobody loses a draft without being asked.
            let may_go = self.writing.yes || std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
            if may_go {
                texts.insert(path.clone(), None);
                what.push(
                    text!(en: "nothing asks for {path} any more, so it goes", nl: "{path} wordt door niets meer gevraagd en vervalt"),
                );
            } else {
                say(text!(en: "nothing asks for {path} any more; --yes takes it away", nl: "{path} wordt door niets meer gevraagd; --yes haalt het weg").get(lang));
            }
        }
        // What was said is not done by itself: that nothing is written is no sign that all is right.
        if texts.is_empty() && !(update.said.is_empty() && update.stale.is_empty()) {
            say(Text::new("no draft is written", "er is geen concept geschreven").get(lang));
            return Ok(ExitCode::SUCCESS);
        }
        self.writing.carry_out(context, &Judge::of(&opened), &texts, &what)
    }
}

/// Refuses to draft what would be worked out from invoices that are not what was sent.
pub(super) fn nothing_lost(lost: &[Lost], is_meant: impl Fn(&str) -> bool, lang: Lang) -> anyhow::Result<()> {
    let meant: Vec<&Lost> = lost.iter().filter(|one| is_meant(&one.participant)).collect();
    for one in &meant {
        say(&format!("{}: {}: `{}`", one.finding.at.file, one.finding.message.get(lang), one.command));
    }
    let rules: BTreeSet<&str> = meant.iter().map(|one| one.finding.rule).collect();
    let waivers: Vec<String> = rules.into_iter().map(unless_waived).collect();
    if !waivers.is_empty() {
        bail!(
            "nothing is drafted, for it would not be what is left of what was sent; put back what is named above, or name the other participants; {}",
            waivers.join("; ")
        );
    }
    Ok(())
}

/// What a waiver of a rule about the past says.
pub(super) fn unless_waived(rule: &str) -> String {
    let what = if rule == "issued-invoice-changed" { "where it was changed before it was sent" } else { "where it was never sent" };
    format!("{what}, a waiver says so (`commons explain {rule}`)")
}

fn has_draft(record: &Record, year: i32, id: &Id) -> bool {
    commons::writing::invoices::drafts(record, year).iter().any(|one| record.index.plain(&one.participant).0 == id.as_str())
}

fn text_of(invoice: &finance::Invoice) -> String {
    commons::writing::invoices::text::text_of(invoice)
}

/// What a draft is called, and what it asks.
fn told(record: &Record, stem: &str, invoice: &finance::Invoice) -> Text {
    let amount = payable(invoice).in_currency(record.currency());
    match invoice.planned {
        Some(planned) => {
            text!(amount, planned; en: "`{stem}`: {amount}, to be sent on {planned}", nl: "`{stem}`: {amount}, te versturen op {planned}")
        }
        None => text!(amount; en: "`{stem}`: {amount}", nl: "`{stem}`: {amount}"),
    }
}
