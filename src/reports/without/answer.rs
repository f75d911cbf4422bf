//! The short answer: in a sentence or two what breaks and what it costs, for those who read no further.

use crate::answers::without::Without;
use crate::answers::without::broken::{Broken, OfThat, Then};
use crate::answers::without::losses::{Losses, OfBudget, OfYear};
use crate::answers::without::worst::harm;
use crate::document::{Cell, Column, Table};
use crate::money::{Money, Sum};
use crate::record::Record;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

use super::{Line, Section, number, together};

/// What becomes of the work.
pub fn of_work(found: &Without<'_>, names: &Text, lines: &[Line]) -> Text {
    let broken = &found.broken;
    let harm = harm(broken, None);
    let mut parts: Vec<Text> = Vec::new();
    if harm.duties > 0 {
        let what = number(harm.duties, &Text::new("duty", "kerntaak"), &Text::new("duties", "kerntaken"));
        parts.push(match harm.duties {
            1 => text!(what; en: "{what} is no longer covered", nl: "is {what} niet meer belegd"),
            _ => text!(what; en: "{what} are no longer covered", nl: "zijn {what} niet meer belegd"),
        });
    }
    let vacant = broken.roles.iter().filter(|one| one.what == OfThat::Vacant).count();
    if vacant > 0 {
        let what = number(vacant, &Text::new("role", "rol"), &Text::new("roles", "rollen"));
        let critical = match (harm.critical, vacant) {
            (0, _) => Text::default(),
            (1, 1) => Text::new(" (a critical one)", " (een kritieke)"),
            (critical, _) => text!(en: " ({critical} of them critical)", nl: " (waarvan {critical} kritiek)"),
        };
        parts.push(match vacant {
            1 => text!(what, critical; en: "{what} has nobody{critical}", nl: "heeft {what} niemand meer{critical}"),
            _ => text!(what, critical; en: "{what} have nobody{critical}", nl: "hebben {what} niemand meer{critical}"),
        });
    }
    let stepped = broken.roles.iter().filter(|one| one.what == OfThat::SteppedIn).count();
    if stepped > 0 {
        let what = number(stepped, &Text::new("role", "rol"), &Text::new("roles", "rollen"));
        parts.push(text!(what; en: "a back-up steps in for {what}", nl: "springt bij {what} een vervanger in"));
    }
    let lost = broken.roles.iter().filter(|one| one.role.critical && one.what == OfThat::NoBackup).count();
    if lost > 0 {
        let what = number(lost, &Text::new("critical role", "kritieke rol"), &Text::new("critical roles", "kritieke rollen"));
        parts.push(match lost {
            1 => text!(what; en: "{what} has no back-up any more", nl: "heeft {what} geen vervanger meer"),
            _ => text!(what; en: "{what} have no back-up any more", nl: "hebben {what} geen vervanger meer"),
        });
    }
    if harm.bodies > 0 {
        let what = number(harm.bodies, &Text::new("body", "gremium"), &Text::new("bodies", "gremia"));
        parts.push(match harm.bodies {
            1 => text!(what; en: "{what} is short of members", nl: "is {what} niet meer voltallig"),
            _ => text!(what; en: "{what} are short of members", nl: "zijn {what} niet meer voltallig"),
        });
    }
    let majorities = broken.bodies.iter().filter(|one| one.majority.is_some()).count();
    if majorities > 0 {
        parts.push(Text::new("one organisation comes to decide alone", "krijgt één organisatie alleen een meerderheid"));
    }
    let unanswered = broken.tasks.iter().filter(|one| one.answered == Some(Then::Nobody)).count();
    if unanswered > 0 {
        let what = number(unanswered, &Text::new("task", "taak"), &Text::new("tasks", "taken"));
        parts.push(match unanswered {
            1 => text!(what; en: "nobody answers for {what}", nl: "heeft {what} geen eindverantwoordelijke meer"),
            _ => text!(what; en: "nobody answers for {what}", nl: "hebben {what} geen eindverantwoordelijke meer"),
        });
    }
    let to_hand_over = [Section::Turns, Section::Meetings, Section::Actions, Section::Products, Section::Others];
    let rest = lines.iter().filter(|line| to_hand_over.contains(&line.section)).count();
    let what = number(rest, &Text::new("matter", "zaak"), &Text::new("matters", "zaken"));
    let rest = match rest {
        0 => Text::default(),
        1 => text!(what; en: " {what} is to be handed over.", nl: " Over te dragen: {what}."),
        _ => text!(what; en: " {what} are to be handed over.", nl: " Over te dragen: {what}."),
    };
    let lead = if lines.iter().any(|line| line.section == Section::Lead) {
        Text::new(" First of all a new lead or fund holder is needed.", " Vóór alles is er een nieuwe penvoerder of kassier nodig.")
    } else {
        Text::default()
    };
    let said = if parts.is_empty() {
        text!(names; en: "Without {names} all the work goes on.", nl: "Zonder {names} gaat al het werk door.")
    } else {
        let parts = together(&parts);
        text!(names, parts; en: "Without {names} {parts}.", nl: "Zonder {names} {parts}.")
    };
    said.then(&lead).then(&rest)
}

/// What becomes of the money: of the coming year where that has a budget, else of the running one.
pub fn of_money(found: &Without<'_>, losses: &Losses<'_>) -> Text {
    if is_unread(found.before) {
        return Text::new(
            "What it means in money is not known: not all files about that can be read.",
            "Wat dat in geld betekent, is niet bekend: niet alle bestanden daarover zijn te lezen.",
        );
    }
    let [running, coming] = &losses.years;
    let one = if coming.is_budgeted { coming } else { running };
    let next = coming.year;
    if !one.is_budgeted {
        return text!(en: "What it means in money is not known: there is no budget for this year or {next}.", nl: "Wat dat in geld betekent, is niet bekend: er is geen begroting voor dit jaar of {next}.");
    }
    let year = one.year;
    let Ok(budgets) = &one.budgets else {
        return text!(en: "What it means for the contributions of {year} is not known: see under Money.", nl: "Wat dat voor de bijdragen van {year} betekent, is niet bekend: zie onder Geld.");
    };
    let total = totals(budgets);
    let shown = |amount: Money| amount.in_currency(found.before.currency());
    if total.lost == Money(0) && !total.is_shared_out {
        return text!(en: "The contributions of {year} do not change.", nl: "De bijdragen van {year} veranderen niet.");
    }
    let lost = shown(total.lost);
    let said = text!(lost; en: "For {year} a contribution of {lost} is lost", nl: "Voor {year} valt een bijdrage van {lost} weg");
    let more = if total.is_shared_out {
        let (extra, others) = (shown(total.extra), total.others);
        let together = if total.others == 1 { Text::default() } else { Text::new(" together", " samen") };
        let others = match (total.is_all, others) {
            (true, 1) => Text::new("the other participant pays", "de andere deelnemer betaalt"),
            (true, _) => text!(en: "the other {others} participants pay", nl: "de andere {others} deelnemers betalen"),
            (false, 1) => Text::new("1 other participant pays", "1 andere deelnemer betaalt"),
            (false, _) => text!(en: "{others} other participants pay", nl: "{others} andere deelnemers betalen"),
        };
        text!(others, together, extra; en: "; {others}{together} {extra} more", nl: "; {others}{together} {extra} meer")
    } else {
        Text::new("; the others do not pay more", "; de anderen gaan daardoor niet meer betalen")
    };
    let short = match total.short {
        Some(short) if short.0 > 0 => {
            let short = shown(short);
            text!(short; en: ", and {short} is lacking", nl: ", en er ontstaat een tekort van {short}")
        }
        Some(_) if !total.is_shared_out => Text::new(", and the budget is still covered", ", en de begroting blijft gedekt"),
        _ => Text::default(),
    };
    said.then(&more).then(&short).then(&Text::same("."))
}

/// A year's budgets taken together.
pub struct Totals {
    /// What those who leave are asked for the whole of it.
    pub asked: Money,
    /// The part of that which they do not owe any more.
    pub lost: Money,
    /// What the others pay more, together.
    pub extra: Money,
    pub others: usize,
    /// Whether those are all the others who pay.
    pub is_all: bool,
    pub is_shared_out: bool,
    /// None where what is needed is not known.
    pub short: Option<Money>,
}

pub fn totals(budgets: &[OfBudget<'_>]) -> Totals {
    let changes = || budgets.iter().flat_map(OfBudget::others);
    let mut paying: Vec<String> = changes().filter(|(.., before, after)| before != after).map(|(id, ..)| id.to_string()).collect();
    paying.sort();
    paying.dedup();
    Totals {
        asked: budgets.iter().map(|one| one.lost).sum(),
        lost: budgets.iter().map(|one| one.lost - one.running.map(|running| running.owed).unwrap_or_default()).sum(),
        extra: changes().map(|(.., before, after)| after - before).sum(),
        others: paying.len(),
        is_all: changes().all(|(.., before, after)| before != after),
        is_shared_out: budgets.iter().any(|one| one.running.is_none() && one.is_shared_out()),
        short: budgets.iter().map(OfBudget::shortage).try_fold(Money(0), |sum, one| Some(sum + one?)),
    }
}

/// Whether a file about money cannot be read.
pub fn is_unread(record: &Record) -> bool {
    record.is_unread(&[FileKind::Collaboration, FileKind::Participant, FileKind::Budget])
}

/// What does not break.
pub fn goes_on(broken: &Broken<'_>) -> Text {
    let (all, on, by) = (broken.carried, broken.goes_on, broken.by_stand_ins);
    let with = match by {
        0 => Text::default(),
        _ => text!(en: ", {by} of them with a back-up", nl: ", waarvan {by} met een vervanger"),
    };
    match all {
        0 => Text::new("No task on record is carried out by anybody now.", "Er is nu geen taak die iemand uitvoert."),
        1 if on == 1 => {
            text!(with; en: "The one task that is carried out goes on{with}.", nl: "De enige taak die wordt uitgevoerd, gaat door{with}.")
        }
        _ if on == all => {
            text!(with; en: "All {all} tasks that are carried out go on{with}.", nl: "Alle {all} taken die worden uitgevoerd, gaan door{with}.")
        }
        _ => {
            text!(with; en: "{on} of the {all} tasks that are carried out go on{with}.", nl: "{on} van de {all} taken die worden uitgevoerd, gaan door{with}.")
        }
    }
}

/// The figures of the short answer, for programs.
pub fn summary(found: &Without<'_>, losses: Option<&Losses<'_>>) -> Table {
    let harm = harm(&found.broken, None);
    let taken_over = found.broken.duties.len() - harm.duties;
    let figures = [
        ("duties_uncovered", harm.duties),
        ("duties_with_back_up", taken_over),
        ("critical_roles_without_anybody", harm.critical),
        ("roles_vacant", harm.roles),
        ("bodies_short", harm.bodies),
        ("tasks", found.broken.carried),
        ("tasks_going_on", found.broken.goes_on),
    ];
    let mut columns: Vec<Column> = figures.iter().map(|(key, _)| Column::figures(*key, Text::default())).collect();
    let mut row: Vec<Cell> = figures.iter().map(|(_, number)| Cell::Number(i64::try_from(*number).unwrap_or(i64::MAX))).collect();
    let months = losses.and_then(|losses| losses.reserve).map(|cover| cover.tenths());
    columns.push(Column::figures("reserve_months", Text::default()));
    #[allow(clippy::cast_precision_loss)]
    row.push(months.map_or(Cell::Blank, |tenths| Cell::Decimal(tenths as f64 / 10.0)));
    Table { name: "summary", columns, rows: vec![row] }
}

/// A year of which nothing is known, in words.
pub fn unknown(one: &OfYear<'_>) -> Option<Text> {
    let year = one.year;
    if !one.is_budgeted {
        return Some(
            text!(en: "There is no budget for {year} yet, so what is asked then is not known.", nl: "Voor {year} is er nog geen begroting; wat er dan gevraagd wordt, is niet bekend."),
        );
    }
    let gaps = one.budgets.as_ref().err()?;
    let files: Vec<Text> = gaps.iter().map(|gap| Text::same(format!("`{}`", gap.file))).collect();
    let mut seen: Vec<Text> = Vec::new();
    for file in files {
        if !seen.contains(&file) {
            seen.push(file);
        }
    }
    let files = together(&seen);
    Some(
        text!(files; en: "The contributions of {year} cannot be worked out ({files}): `commons invoice --year {year} --dry-run` says why.", nl: "De bijdragen van {year} zijn niet te berekenen ({files}): `commons invoice --year {year} --dry-run` zegt waarom."),
    )
}

/// An amount in the record's currency.
pub fn shown(record: &Record, amount: Money) -> Sum {
    amount.in_currency(record.currency())
}
