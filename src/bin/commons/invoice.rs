//! `commons invoice`: what each participant is asked, drafts of that, and what is sent: numbered, shown, credited.

mod credit;
mod drafts;
mod explain;
mod issue;
mod ordering;
pub mod past;
mod show;
mod ubl;

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use commons::answers::contribution::budgets;
use commons::answers::contribution::gap::Gap;
use commons::record::Record;
use commons::record::collaboration::Numbering;
use commons::record::index::Kinds;
use commons::record::values::Id;
use commons::reports::contributions::{Standing, standing};
use commons::source::{FilePath, Oddity};

use crate::complete;
use crate::context::{Context, say};
use crate::files;
use crate::form::{Form, meant};
use crate::writing::Writing;

/// Draft, number, show and credit invoices of contributions; or only explain what each is asked
#[derive(clap::Args)]
#[command(
    after_help = "With --year alone drafts are written: one for each participant, period and kind. Giving the command again changes nothing that is right.
With --year and --dry-run nothing is written, and every amount is explained.

Examples:
  commons invoice --year 2026 --dry-run
  commons invoice --year 2027 --dry-run --as GM0344
  commons invoice --year 2027
  commons invoice --year 2027 --issue --on 2027-01-15
  commons invoice --show 2027-0003 -o 2027-0003.pdf
  commons invoice --show 2027-0003 --format ubl -o 2027-0003.xml
  commons invoice --credit 2027-0003 --again
  commons invoice --credit 2027-0003 --amount 1.250,00 --reason 'left on 30 June'
  commons invoice --year 2027 --order --format csv -o opdracht.csv
  commons invoice --issued 27-00118 draft-zwolle"
)]
#[command(group = clap::ArgGroup::new("mode").args(["issue", "show", "credit", "order", "issued"]))]
pub struct Invoice {
    /// Only these participants; with --issue and --order also drafts by name
    #[arg(value_name = "PARTICIPANT", add = complete::ids(Kinds::ORGANISATION))]
    participants: Vec<String>,
    /// The year of the budget
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(0..=9999), required_unless_present_any = ["show", "credit", "issued"])]
    year: Option<i32>,
    /// Give drafts their number and the day of --on, and freeze all that is printed
    #[arg(long)]
    issue: bool,
    /// Write an invoice by its number, or a draft by its name
    #[arg(long, value_name = "NUMBER|DRAFT", add = complete::invoices())]
    show: Option<String>,
    /// Draft the credit note of an invoice: of the whole, or of a part with --line or --amount
    #[arg(long, value_name = "NUMBER", add = complete::invoices())]
    credit: Option<String>,
    /// With --credit: draft also what is asked instead
    #[arg(long, requires = "credit", conflicts_with_all = ["line", "amount"])]
    again: bool,
    /// With --credit: only this line of the invoice, counted from 1
    #[arg(long, value_name = "N", requires = "credit")]
    line: Option<usize>,
    /// With --credit: only so much of the invoice, or of the line, without VAT
    #[arg(long, value_name = "AMOUNT", requires = "credit", allow_hyphen_values = true)]
    amount: Option<String>,
    /// With --credit: why, for whoever gets it
    #[arg(long, value_name = "TEXT", requires = "credit")]
    reason: Option<String>,
    /// Write the drafts as an order for a finance system that makes the invoices itself
    #[arg(long)]
    order: bool,
    /// A finance system gave a draft its number: freeze it under that
    #[arg(long, num_args = 2, value_names = ["NUMBER", "DRAFT"])]
    issued: Vec<String>,
    /// What somebody who does not take part yet would pay: a name, an id or a code such as GM0344
    #[arg(long = "as", value_name = "WHO", add = complete::ids(Kinds::ORGANISATION))]
    joining: Option<String>,
    /// As if this participant took no part
    #[arg(long, value_name = "PARTICIPANT", add = complete::ids(Kinds::ORGANISATION))]
    without: Vec<String>,
    #[command(flatten)]
    shape: show::Shape,
    #[command(flatten)]
    form: Form,
    #[command(flatten)]
    writing: Writing,
}

impl Invoice {
    pub fn run(self, context: &Context) -> anyhow::Result<ExitCode> {
        let explains =
            self.writing.dry_run && !self.issue && self.credit.is_none() && self.issued.is_empty() && !self.order && self.show.is_none();
        if !explains && (self.joining.is_some() || !self.without.is_empty()) {
            bail!("--as and --without only ask what would be; give --dry-run with them");
        }
        if let Some(typed) = &self.show {
            return self.shown(typed, context);
        }
        if let Some(number) = &self.credit {
            return self.credited(number, context);
        }
        if let [number, draft] = &self.issued[..] {
            return self.taken_in(number, draft, context);
        }
        let Some(year) = self.year else { bail!("--year says which budget is meant") };
        if self.order {
            return self.ordered(year, context);
        }
        if self.issue {
            return self.issued(year, context);
        }
        if explains { self.explained(year, context) } else { self.drafted(year, context) }
    }
}

/// Refuses where something that counts cannot be read: amounts and numbers are never guessed.
pub fn whole(record: &Record) -> anyhow::Result<()> {
    let unread = record.unread.iter().filter(|unread| files::DRAFTS.contains(&unread.kind)).map(|unread| unread.file.to_string());
    let odd = record.odd.iter().filter(|odd| counts(&odd.path, &odd.what)).map(|odd| odd.path.to_string());
    let unread: Vec<String> = unread.chain(odd).collect();
    if unread.is_empty() {
        return Ok(());
    }
    bail!("what was invoiced and what is asked is not known, for {} cannot be read: see `commons check`", few(&unread))
}

fn counts(path: &FilePath, what: &Oddity) -> bool {
    explain::is_counted(path, what) || path.as_str().contains("/invoices")
}

/// Whether another system gives the numbers.
fn is_external(record: &Record) -> bool {
    let finances = record.collaboration.as_ref().and_then(|settings| settings.finances.as_ref());
    finances.and_then(|finances| finances.numbering) == Some(Numbering::External)
}

/// Says which budgets of a year are not adopted.
pub fn warn_of_standing(record: &Record, year: i32) {
    for budget in budgets(record, year) {
        match standing(budget) {
            Some(Standing::Draft) => say(&format!("warning: {} is a draft, so these amounts may still change", budget.file)),
            Some(Standing::Unsaid) => say(&format!("warning: {} does not say that it was adopted", budget.file)),
            None => {}
        }
    }
}

pub fn gaps_said(year: i32, gaps: &[Gap]) -> anyhow::Error {
    let said: Vec<String> = gaps.iter().map(ToString::to_string).collect();
    anyhow!("the contributions of {year} cannot be worked out: {}", few(&said))
}

fn no_budget(record: &Record, year: i32) -> anyhow::Error {
    anyhow!("there is no budget for {year} (`finances/{year}/budget.toml`); {}", years(record))
}

pub fn organisation(record: &Record, typed: &str) -> anyhow::Result<Id> {
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
