//! What is measured of a record on a day: each figure by the answer that `status`, `coverage`, `budget`, `payments` or `thanks` gives.

use crate::answers::ageing::{Age, open_items};
use crate::answers::backups::{are_asked, lack};
use crate::answers::covered::duties;
use crate::answers::debts;
use crate::answers::engagement::{Layer, engagement};
use crate::answers::giving::{NEEDS, Span, giving};
use crate::answers::ledger::reserve::{Tenths, reserve, standing};
use crate::answers::ledger::unread::unread;
use crate::answers::vacancies::{places, vacancies};
use crate::date::within;
use crate::document::{Cell, Mark, Measured};
use crate::money::{Currency, Money, Sum};
use crate::record::Record;
use crate::record::participant::{Status, UseStatus};
use crate::reports::thanks::hundredths_cell;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::{Lang, Say, Text, decimal_text, grouped};

/// Something that is measured, in one or more figures that are drawn together.
pub struct Measure {
    /// As it is asked for.
    pub key: &'static str,
    pub title: Text,
    /// A key for programs and spreadsheets, a head for people, and what it is called in a chart.
    pub figures: &'static [(&'static str, Text, Text)],
    pub part: Part,
    /// Without these files nobody knows it.
    needs: &'static [FileKind],
    /// Who would like to join, hours and money are no business of those who are not in it.
    pub is_private: bool,
    pub absent: Absent,
    /// Whether it adds up over a period, so that a part of one is not to be held against whole ones.
    pub is_sum: bool,
    of: fn(&Record, Span) -> Vec<Option<Value>>,
}

/// When nothing is said of a measure but that nothing of it is on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absent {
    Never,
    /// Where it is not known all the time.
    Unknown,
    /// Where it is nought all the time: then nobody keeps it.
    Nought,
}

/// The table in which a measure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Participants,
    Work,
    Money,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Participants, Part::Work, Part::Money];

    pub fn name(self) -> Text {
        match self {
            Part::Participants => Text::new("Participants", "Deelnemers"),
            Part::Work => Text::new("Duties, roles and time", "Kerntaken, rollen en tijd"),
            Part::Money => Text::new("Money", "Geld"),
        }
    }
}

/// A figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    Count(usize),
    Money(Sum),
    /// In hundredths.
    Hours(i64),
    /// Months, in tenths.
    Months(i64),
}

const PLACES: &[FileKind] = &[FileKind::Participant, FileKind::People, FileKind::Role];

pub static MEASURES: [Measure; 10] = [
    Measure {
        key: "participants",
        title: Text::new("Participants", "Deelnemers"),
        figures: &[("participants", Text::new("Participants", "Deelnemers"), Text::new("", ""))],
        part: Part::Participants,
        needs: &[FileKind::Participant],
        is_private: false,
        absent: Absent::Never,
        is_sum: false,
        of: |record, _| vec![count(record.parties().count())],
    },
    Measure {
        key: "interested",
        title: Text::new("Interested parties", "Belangstellenden"),
        figures: &[("interested", Text::new("Interested", "Belangstelling"), Text::new("", ""))],
        part: Part::Participants,
        needs: &[FileKind::Participant],
        is_private: true,
        absent: Absent::Nought,
        is_sum: false,
        of: |record, _| {
            vec![count(record.participants.values().filter(|one| one.status_on(record.on) == Some(Status::Interested)).count())]
        },
    },
    Measure {
        key: "engagement",
        title: Text::new("Engagement", "Betrokkenheid"),
        figures: &[
            ("core", Text::new("Core", "Kern"), Text::new("core", "kern")),
            ("active", Text::new("Active", "Actief"), Text::new("active", "actief")),
            ("passive", Text::new("Reading along", "Meelezend"), Text::new("reading along", "meelezend")),
        ],
        part: Part::Participants,
        needs: &[FileKind::Participant, FileKind::People, FileKind::Role, FileKind::Event],
        is_private: false,
        absent: Absent::Nought,
        is_sum: false,
        of: |record, _| {
            let involved = engagement(record);
            Layer::ALL.map(|layer| count(involved.iter().filter(|one| one.layer == layer).count())).into()
        },
    },
    Measure {
        key: "users",
        title: Text::new("Organisations that use a product", "Organisaties die een product gebruiken"),
        figures: &[("users", Text::new("Users", "Gebruikers"), Text::new("", ""))],
        part: Part::Participants,
        needs: &[FileKind::Participant],
        is_private: false,
        absent: Absent::Nought,
        is_sum: false,
        of: |record, _| {
            let uses = |one: &&crate::record::participant::Participant| {
                let mut live = one.uses.iter().filter(|used| matches!(used.status, None | Some(UseStatus::Live)));
                one.status_on(record.on) != Some(Status::Left) && live.any(|used| within(used.from, used.until, record.on))
            };
            vec![count(record.participants.values().filter(uses).count())]
        },
    },
    Measure {
        key: "duties",
        title: Text::new("Duties", "Kerntaken"),
        figures: &[
            ("duties_covered", Text::new("Covered", "Belegd"), Text::new("covered", "belegd")),
            ("duties", Text::new("Asked", "Gevraagd"), Text::new("asked", "gevraagd")),
        ],
        part: Part::Work,
        needs: &[FileKind::Collaboration, FileKind::Participant, FileKind::People, FileKind::Product, FileKind::Role, FileKind::Task],
        is_private: false,
        absent: Absent::Never,
        is_sum: false,
        of: |record, _| {
            let marks = duties(record);
            vec![count(marks.iter().filter(|(_, mark, _)| *mark == Mark::Done).count()), count(marks.len())]
        },
    },
    Measure {
        key: "vacancies",
        title: Text::new("Vacant roles and seats", "Vacante rollen en zetels"),
        figures: &[("vacancies", Text::new("Vacancies", "Vacatures"), Text::new("", ""))],
        part: Part::Work,
        needs: PLACES,
        is_private: false,
        absent: Absent::Never,
        is_sum: false,
        of: |record, _| vec![count(places(&vacancies(record)))],
    },
    Measure {
        key: "backups",
        title: Text::new("Critical roles without a back-up", "Kritieke rollen zonder vervanger"),
        figures: &[("without_backup", Text::new("No back-up", "Geen vervanger"), Text::new("", ""))],
        part: Part::Work,
        needs: PLACES,
        is_private: false,
        absent: Absent::Unknown,
        is_sum: false,
        of: |record, _| {
            let lacking = || record.roles.values().filter(|role| lack(record, role).is_some()).count();
            vec![are_asked(record).then(|| Value::Count(lacking()))]
        },
    },
    Measure {
        key: "hours",
        title: Text::new("Hours given", "Gegeven uren"),
        figures: &[("hours", Text::new("Hours", "Uren"), Text::new("", ""))],
        part: Part::Work,
        needs: NEEDS,
        is_private: true,
        absent: Absent::Nought,
        is_sum: true,
        of: |record, span| vec![Some(Value::Hours(giving(record, span).hours().shown()))],
    },
    Measure {
        key: "open",
        title: Text::new("Open invoices", "Openstaande facturen"),
        figures: &[
            ("open", Text::new("Open", "Openstaand"), Text::new("in all", "totaal")),
            ("overdue", Text::new("Overdue", "Over de datum"), Text::new("overdue", "over de datum")),
        ],
        part: Part::Money,
        needs: &[],
        is_private: true,
        absent: Absent::Nought,
        is_sum: false,
        of: |record, _| {
            if !debts::uncounted(record).is_empty() {
                return vec![None, None];
            }
            let items = open_items(record);
            let sum = |of: &dyn Fn(Age) -> bool| {
                let owed = items.iter().filter(|item| item.open.0 > 0 && of(item.age));
                Some(Value::Money(owed.map(|item| item.open).sum::<Money>().in_currency(record.currency())))
            };
            vec![sum(&|_| true), sum(&|age| age != Age::NotDue)]
        },
    },
    Measure {
        key: "reserve",
        title: Text::new("Reserve", "Reserve"),
        figures: &[
            ("reserve", Text::new("Reserve", "Reserve"), Text::new("", "")),
            ("months", Text::new("Months", "Maanden"), Text::new("Reserve in months of fixed costs", "Reserve in maanden vaste lasten")),
        ],
        part: Part::Money,
        needs: &[FileKind::Collaboration],
        is_private: true,
        absent: Absent::Nought,
        is_sum: false,
        of: |record, _| {
            let reserve = reserve(record);
            let months = || standing(record).map(|cover| Value::Months(cover.tenths()));
            vec![
                reserve.map(|reserve| Value::Money(reserve.balance.in_currency(record.currency()))),
                unread(record).is_empty().then(months).flatten(),
            ]
        },
    },
];

#[expect(clippy::unnecessary_wraps, reason = "it stands among figures that may not be known")]
fn count(number: usize) -> Option<Value> {
    Some(Value::Count(number))
}

impl Measure {
    /// The figures of a record on its day of judgement, hours as given in the period.
    pub fn measured(&self, record: &Record, period: Span) -> Vec<Option<Value>> {
        let is_unsettled = record.lacks_settings() && self.needs.contains(&FileKind::Collaboration);
        if is_unsettled || record.is_unread(self.needs) { vec![None; self.figures.len()] } else { (self.of)(record, period) }
    }
}

impl Value {
    pub fn is_nought(self) -> bool {
        match self {
            Value::Count(number) => number == 0,
            Value::Money(sum) => sum.amount.0 == 0,
            Value::Hours(number) | Value::Months(number) => number == 0,
        }
    }

    pub fn cell(self) -> Cell {
        match self {
            Value::Count(number) => Cell::Number(i64::try_from(number).unwrap_or(i64::MAX)),
            Value::Money(sum) => Cell::Money(sum),
            Value::Hours(hundredths) => hundredths_cell(hundredths),
            Value::Months(tenths) => {
                let months = Tenths(tenths);
                Cell::Word(months.say(Lang::En).into(), text!(months; en: "{months}", nl: "{months}"))
            }
        }
    }

    /// As a chart draws it. What is drawn is no more exact than what is seen; the exact figure stands in the table.
    #[allow(clippy::cast_precision_loss)]
    pub fn measured(self) -> Measured {
        let whole = |number: i64| Text { en: grouped(number, Lang::En).into(), nl: grouped(number, Lang::Nl).into() };
        match self {
            Value::Count(number) => Measured { size: number as f64, said: whole(i64::try_from(number).unwrap_or(i64::MAX)) },
            Value::Money(sum) => Measured { size: sum.amount.0 as f64 / 100.0, said: in_short(sum) },
            Value::Hours(hundredths) => {
                let size = hundredths as f64 / 100.0;
                Measured { size, said: if hundredths % 100 == 0 { whole(hundredths / 100) } else { decimal_text(size) } }
            }
            Value::Months(tenths) => {
                let months = Tenths(tenths);
                Measured { size: tenths as f64 / 10.0, said: text!(months; en: "{months}", nl: "{months}") }
            }
        }
    }
}

/// An amount without its cents where it has none.
fn in_short(sum: Sum) -> Text {
    let said = |lang: Lang| {
        let whole = sum.say(lang);
        whole.strip_suffix(if lang == Lang::Nl { ",00" } else { ".00" }).map(str::to_owned).unwrap_or(whole)
    };
    Text { en: said(Lang::En).into(), nl: said(Lang::Nl).into() }
}

/// In which amounts are, so that amounts in two currencies are not drawn on one line.
pub fn currency(value: Option<Value>) -> Option<Currency> {
    if let Some(Value::Money(sum)) = value { Some(sum.currency) } else { None }
}
