//! `commons invoice --dry-run`: what each participant is asked for a year, and how every amount comes about.

use std::process::ExitCode;

use anyhow::bail;
use commons::answers::contribution::gap::Gap;
use commons::answers::contribution::newcomer::{self, joining};
use commons::answers::contribution::{budgets, product_of};
use commons::date::Date;
use commons::handbook::municipalities::{by_code, by_name, is_code, nearest_name};
use commons::record::Record;
use commons::record::index::Kinds;
use commons::record::participant::Participant;
use commons::record::values::Id;
use commons::reports::contributions::{Options, asked_in, contributions};
use commons::source::layout::FileKind;
use commons::source::{FilePath, Oddity};
use commons::text;
use commons::text::listed;

use crate::context::{Context, say};
use crate::files;
use crate::form::meant;
use crate::invoice::past::noted;
use crate::invoice::{Invoice, few, gaps_said, no_budget, organisation, warn_of_standing};

impl Invoice {
    pub(super) fn explained(self, year: i32, context: &Context) -> anyhow::Result<ExitCode> {
        let opened = context.open_only(&files::INVOICES)?;
        let record = &opened.record;
        let counted = |kind: FileKind| matches!(kind, FileKind::Collaboration | FileKind::Participant | FileKind::Budget);
        let unread: Vec<String> =
            record.unread.iter().filter(|unread| counted(unread.kind)).map(|unread| unread.file.to_string()).collect();
        let odd = record.odd.iter().filter(|odd| is_counted(&odd.path, &odd.what)).map(|odd| odd.path.to_string());
        let unread: Vec<String> = unread.into_iter().chain(odd).collect();
        if !unread.is_empty() {
            bail!("what each is asked is not known, for {} cannot be read: see `commons check`", few(&unread));
        }
        if budgets(record, year).is_empty() {
            return Err(no_budget(record, year));
        }
        let wrong = |gaps: Vec<Gap>| gaps_said(year, &gaps);
        let without: Vec<Id> = self.without.iter().map(|typed| organisation(record, typed)).collect::<anyhow::Result<_>>()?;
        let only: Vec<Id> = self.participants.iter().map(|typed| organisation(record, typed)).collect::<anyhow::Result<_>>()?;
        if !only.is_empty() || !without.is_empty() || self.joining.is_some() {
            let asked = asked_in(record, year).map_err(wrong)?;
            if let Some(other) = only.iter().chain(&without).find(|id| !asked.contains(id)) {
                bail!("`{other}` is asked nothing for {year}; --as shows what somebody who does not take part yet would pay");
            }
            if let Some(both) = only.iter().find(|id| without.contains(id)) {
                bail!("`{both}` cannot be shown and left out at once");
            }
        }
        let joining = self.joining.as_deref().map(|typed| newcomer(record, typed, year)).transpose()?;
        let (joining, left) = joining.map_or((None, Vec::new()), |(one, left)| (Some(one), left));
        if let Some(one) = &joining
            && asked_in(record, year).map_err(wrong)?.contains(&one.id)
        {
            bail!("`{}` is asked for {year} already; without --as it is in the overview", one.id);
        }
        if !left.is_empty() {
            let names = listed(left.iter().map(String::as_str), 5);
            say(text!(names; en: "only who uses it pays for it, so it is not counted: {names}", nl: "alleen wie het gebruikt betaalt ervoor, dus niet meegerekend: {names}").get(context.lang(record)));
        }
        let options = Options { year, only: &only, joining: joining.as_ref(), without: &without };
        let document = contributions(record, &options).map_err(wrong)?;
        warn_of_standing(record, year);
        let document = noted(document, &opened, &self.form, context)?;
        self.form.write(document, opened, context)
    }
}

/// Whether what stands where it is not read may be a participant or a budget.
pub(super) fn is_counted(path: &FilePath, what: &Oddity) -> bool {
    let path = path.as_str();
    match what {
        Oddity::WrongFolder(meant) => matches!(*meant, "participants" | "finances"),
        _ if path == "participants" || path.starts_with("participants/") || path == "finances" => true,
        Oddity::Stray => path.starts_with("finances/") && path.ends_with("/budget.toml"),
        Oddity::Misnamed(meant) => path.starts_with("finances/") && meant == "budget.toml",
        _ => path.starts_with("finances/") && !path.contains("/invoices") && !path.starts_with("finances/contracts"),
    }
}

/// Somebody who does not take part yet, as if it joined: on the day that is judged where that lies within the period, else on its
/// first day; and the products that only their users pay, where it uses none of them. Organisations on record keep what is known of them; a municipality need not be on record.
fn newcomer(record: &Record, typed: &str, year: i32) -> anyhow::Result<(Participant, Vec<String>)> {
    let from = budgets(record, year).iter().find_map(|budget| budget.period.as_ref().map(|period| (period.from, period.until)));
    let (first, last) = from.or_else(|| Date::of(year, 1, 1).zip(Date::of(year, 12, 31))).unwrap_or((record.on, record.on));
    let day = if first <= record.on && record.on <= last { record.on } else { first };
    let known = match meant(record, typed, Kinds::ORGANISATION) {
        Ok(id) => record.participants.get(record.index.plain(&id).0.as_ref()),
        Err(_) => record.participants.values().find(|one| one.cbs_code.as_deref() == Some(typed)),
    };
    let mut one = match known {
        Some(one) => one.clone(),
        None => municipality(typed)?,
    };
    let found = budgets(record, year);
    // A product is paid by who uses it: what somebody takes up is asked only where there is nothing else to take part in.
    let is_own = found.iter().any(|budget| product_of(budget).is_none() && budget.contribution.is_some());
    let all: Vec<&str> = found.iter().filter(|budget| budget.contribution.is_some()).filter_map(|budget| product_of(budget)).collect();
    let products = if is_own { Vec::new() } else { all.clone() };
    let uses =
        |product: &str| one.membership.iter().any(|dues| dues.product.as_ref().is_some_and(|id| record.index.plain(id).0 == product));
    let left = all.into_iter().filter(|product| is_own && !uses(product));
    let left = left.map(|id| record.products.get(id).map_or(id, |known| &known.name).to_owned()).collect();
    joining(&mut one, day, &products);
    Ok((one, left))
}

/// A municipality from the built-in table.
fn municipality(typed: &str) -> anyhow::Result<Participant> {
    let found = if is_code(typed) { by_code(typed).into_iter().collect() } else { by_name(typed) };
    match found[..] {
        [one] if one.inhabitants.is_some() => Ok(newcomer::municipality(one)),
        [one] => bail!("the municipality `{}` ({}) no longer exists", one.name, one.code),
        [] => match nearest_name(typed) {
            Some(near) => {
                bail!("`{typed}` is no organisation of this record and no municipality; did you mean `{}` ({})?", near.name, near.code)
            }
            None => bail!("`{typed}` is no organisation of this record and no municipality"),
        },
        _ => {
            let names: Vec<String> = found.iter().map(|one| format!("{} ({})", one.name, one.code)).collect();
            bail!("`{typed}` may be several municipalities; name one by its code: {}", names.join(", "))
        }
    }
}
