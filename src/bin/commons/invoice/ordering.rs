//! `commons invoice --order`: drafts as an order for a finance system, each ordered once.

use std::process::ExitCode;

use commons::answers::billed::{is_for, kind_of};
use commons::date::Date;
use commons::edit::Edit;
use commons::keys;
use commons::record::finance;
use commons::record::finance::InvoiceKind;
use commons::record::values::Id;
use commons::reports::order::order;
use commons::source::FilePath;
use commons::text;
use commons::text::{Lang, listed};
use commons::writing::invoices::drafts;
use commons::writing::invoices::fit::unfit;
use commons::writing::invoices::issue::frozen;

use crate::context::{Context, say};
use crate::invoice::issue::refused;
use crate::invoice::past::{in_the_way, lost};
use crate::invoice::{Invoice, gaps_said, whole};
use crate::writing::{Judge, Texts, edited};

impl Invoice {
    /// The order for a finance system. Rows that it takes in are an order; every other form only shows what would be ordered. What was
    /// ordered before, or is planned for later, is left out unless it is named.
    pub(super) fn ordered(&self, year: i32, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open()?;
        let record = &opened.record;
        whole(record)?;
        let lang = context.lang(record);
        let is_order = self.form.is_sheet(context)?;
        let is_asked = |one: &&finance::Invoice| kind_of(one) != InvoiceKind::Request;
        let chosen: Vec<&finance::Invoice> = if self.participants.is_empty() {
            in_time(not_ordered_yet(drafts(record, year).into_iter().filter(is_asked).collect(), lang), record.on, lang)
        } else {
            self.named(record, year)?.into_iter().filter(is_asked).collect()
        };
        let mut obstacles = unfit(record, year, &chosen).map_err(|gaps| gaps_said(year, &gaps))?;
        obstacles.extend(in_the_way(lost(&opened, lang), |id| chosen.iter().any(|one| is_for(record, one, &Id::new(id)))));
        if !obstacles.is_empty() {
            return Err(refused(&obstacles, lang));
        }
        let ready: Vec<finance::Invoice> =
            chosen.iter().map(|one| finance::Invoice { planned: one.planned, ..frozen(record, one, record.on, None) }).collect();
        let ordered: Vec<FilePath> = chosen.iter().filter(|one| one.ordered != Some(record.on)).map(|one| one.file.clone()).collect();
        let document = order(record, year, &ready, self.form.audience());
        let (is_past, on) = (opened.source.commit.is_some(), record.on);
        let code = self.form.write(document, opened, context)?;
        if !is_order || is_past || ordered.is_empty() {
            return Ok(code);
        }
        self.noted(&ordered, on, context)
    }

    /// Notes on drafts on which day they were ordered.
    fn noted(&self, ordered: &[FilePath], on: Date, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_to_rewrite()?;
        let mut texts = Texts::new();
        for path in ordered {
            let edits = [Edit::Set(keys!["ordered"], on.to_string())];
            texts.insert(path.clone(), Some(edited(&opened.source, path, &edits)?));
        }
        let names = listed(ordered.iter().map(FilePath::stem), 5);
        let what = text!(names, on; en: "noted as ordered on {on}: {names}", nl: "genoteerd als opgedragen op {on}: {names}");
        self.writing.carried_out_showing(context, &Judge::of(&opened), &texts, &[what], &|_| Ok(())).map(|_| ExitCode::SUCCESS)
    }
}

/// Those whose day has come; the others are told.
fn in_time(all: Vec<&finance::Invoice>, on: Date, lang: Lang) -> Vec<&finance::Invoice> {
    let (ready, later): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.planned.is_none_or(|planned| planned <= on));
    if let Some(first) = later.iter().filter_map(|one| one.planned).min() {
        let names = listed(later.iter().map(|one| one.file.stem()), 5);
        say(text!(names, first; en: "planned for {first} or later, and not ordered unless they are named: {names}", nl: "gepland voor {first} of later, en alleen op te dragen als u ze noemt: {names}").get(lang));
    }
    ready
}

/// Those that were not ordered before; the others are told.
fn not_ordered_yet(all: Vec<&finance::Invoice>, lang: Lang) -> Vec<&finance::Invoice> {
    let (before, left): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.ordered.is_some());
    if let Some(last) = before.iter().filter_map(|one| one.ordered).max() {
        let names = listed(before.iter().map(|one| one.file.stem()), 5);
        say(text!(names, last; en: "ordered already, the last on {last}, and left out unless they are named: {names}", nl: "al opgedragen, het laatst op {last}, en weggelaten tenzij u ze noemt: {names}").get(lang));
    }
    left
}
