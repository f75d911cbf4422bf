//! `commons invoice`: what each participant is asked for a year, and how every amount comes about; an issued invoice as an e-invoice.

mod ubl;

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
use commons::reports::contributions::{Options, Standing, asked_in, contributions, standing};
use commons::source::layout::FileKind;
use commons::source::{FilePath, Oddity};

use crate::complete;
use crate::context::{Context, say};
use crate::report::{Form, meant};

/// The files that are counted, and those that name what is counted.
const FILES: [FileKind; 7] = [
    FileKind::Collaboration,
    FileKind::Participant,
    FileKind::People,
    FileKind::Product,
    FileKind::Role,
    FileKind::Event,
    FileKind::Budget,
];

/// Work out what each participant is asked for a year, with every step
#[derive(clap::Args)]
#[command(after_help = "Examples:
  commons invoice --year 2026 --dry-run
  commons invoice zwolle --year 2026 --dry-run
  commons invoice --year 2027 --dry-run --as GM0344
  commons invoice --year 2027 --dry-run --without zwolle
  commons invoice --show 2026-0001 --format ubl -o 2026-0001.xml")]
pub struct Invoice {
    /// Only these participants
    #[arg(value_name = "PARTICIPANT", add = complete::ids(Kinds::ORGANISATION))]
    participants: Vec<String>,
    /// The year of the budget
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9999), required_unless_present = "show")]
    year: Option<i32>,
    /// Only show what each is asked; nothing is written
    #[arg(long)]
    dry_run: bool,
    /// What somebody who does not take part yet would pay: a name, an id or a code such as GM0344
    #[arg(long = "as", value_name = "WHO", add = complete::ids(Kinds::ORGANISATION))]
    joining: Option<String>,
    /// As if this participant took no part
    #[arg(long, value_name = "PARTICIPANT", add = complete::ids(Kinds::ORGANISATION))]
    without: Vec<String>,
    /// Write the issued invoice of this number
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["participants", "year", "dry_run", "joining", "without"])]
    show: Option<String>,
    /// Of --format ubl: which rules the e-invoice keeps
    #[arg(long, value_enum, default_value_t = ubl::Profile::Nlcius)]
    profile: ubl::Profile,
    #[command(flatten)]
    form: Form,
}

impl Invoice {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        if let Some(number) = &self.show {
            if !self.form.is_ubl() && context.ending().is_none_or(|ending| ending != "xml") {
                bail!("this version of `commons` shows invoices as e-invoices only: --format ubl");
            }
            return ubl::ubl(context, number, self.profile, None);
        }
        if !self.dry_run {
            bail!("this version of `commons` does not make invoices yet; --dry-run shows what each participant is asked, and why");
        }
        let opened = context.open_only(&FILES)?;
        let record = &opened.record;
        let counted = |kind: FileKind| matches!(kind, FileKind::Collaboration | FileKind::Participant | FileKind::Budget);
        let unread: Vec<String> =
            record.unread.iter().filter(|unread| counted(unread.kind)).map(|unread| unread.file.to_string()).collect();
        let odd = record.odd.iter().filter(|odd| is_counted(&odd.path, &odd.what)).map(|odd| odd.path.to_string());
        let unread: Vec<String> = unread.into_iter().chain(odd).collect();
        if !unread.is_empty() {
            bail!("what each is asked is not known, for {} cannot be read: see `commons check`", few(&unread));
        }
        let year = self.year.expect("it is demanded where no invoice is shown");
        let found = budgets(record, year);
        if found.is_empty() {
            bail!("there is no budget for {year} (`finances/{year}/budget.toml`); {}", years(record));
        }
        let wrong = |gaps: Vec<Gap>| {
            let said: Vec<String> = gaps.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("the contributions of {year} cannot be worked out: {}", few(&said))
        };
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
        if let Some(one) = &joining
            && asked_in(record, year).map_err(wrong)?.contains(&one.id)
        {
            bail!("`{}` is asked for {year} already; without --as it is in the overview", one.id);
        }
        let options = Options { year, only: &only, joining: joining.as_ref(), without: &without };
        let document = contributions(record, &options).map_err(wrong)?;
        for budget in &found {
            match standing(budget) {
                Some(Standing::Draft) => say(&format!("warning: {} is a draft, so these amounts may still change", budget.file)),
                Some(Standing::Unsaid) => say(&format!("warning: {} does not say that it was adopted", budget.file)),
                None => {}
            }
        }
        self.form.write(document, opened, context)
    }
}

/// Whether what stands where it is not read may be a participant or a budget.
fn is_counted(path: &FilePath, what: &Oddity) -> bool {
    let path = path.as_str();
    match what {
        Oddity::WrongFolder(meant) => matches!(*meant, "participants" | "finances"),
        _ if path == "participants" || path.starts_with("participants/") || path == "finances" => true,
        Oddity::Stray => path.starts_with("finances/") && path.ends_with("/budget.toml"),
        Oddity::Misnamed(meant) => path.starts_with("finances/") && meant == "budget.toml",
        _ => path.starts_with("finances/") && !path.contains("/invoices") && !path.starts_with("finances/contracts"),
    }
}

fn organisation(record: &Record, typed: &str) -> anyhow::Result<Id> {
    Ok(Id::new(&record.index.plain(&meant(record, typed, Kinds::ORGANISATION)?).0))
}

/// The first few, and how many more.
fn few(all: &[String]) -> String {
    const MOST: usize = 5;
    let shown = all.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join("; ");
    match all.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown}; and {more} more"),
    }
}

/// For which years there are budgets.
fn years(record: &Record) -> String {
    let mut years: Vec<String> = record.budgets.iter().map(|budget| budget.year.to_string()).collect();
    years.sort();
    years.dedup();
    if years.is_empty() { "this record has no budget at all".to_owned() } else { format!("there are budgets for {}", years.join(", ")) }
}

/// Somebody who does not take part yet, as if it joined: on the day that is judged where that lies within the period, else on its
/// first day. Organisations on record keep what is known of them; a municipality need not be on record.
fn newcomer(record: &Record, typed: &str, year: i32) -> anyhow::Result<Participant> {
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
    let products: Vec<&str> = found.iter().filter_map(|budget| product_of(budget)).collect();
    joining(&mut one, day, &products);
    Ok(one)
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
