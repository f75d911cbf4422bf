//! The short answer: in a sentence or two what breaks and what it costs, for those who read no further.

use std::collections::BTreeSet;

use crate::answers::without::Without;
use crate::answers::without::broken::{Broken, OfThat, Then};
use crate::answers::without::losses::{Losses, OfBudget, OfYear};
use crate::answers::without::offices::offices;
use crate::answers::without::worst::harm;
use crate::document::{Cell, Column, Table};
use crate::money::{Money, Sum};
use crate::record::Record;
use crate::record::values::Id;
use crate::source::layout::FileKind;
use crate::text;
use crate::text::Text;

use super::{Line, Section, number, together};

/// What becomes of the work.
pub fn of_work(found: &Without<'_>, names: &Text, lines: &[Line]) -> Text {
    let parts = breaks(found);
    let offices = offices(found.before, &found.leaving);
    let lead = match (offices.lead, offices.fund_holder) {
        (Some(_), Some(_)) => {
            Text::new(" First of all a new lead and fund holder is needed.", " Vóór alles is er een nieuwe penvoerder en kassier nodig.")
        }
        (Some(_), None) => Text::new(" First of all a new lead is needed.", " Vóór alles is er een nieuwe penvoerder nodig."),
        (None, Some(_)) => Text::new(" First of all a new fund holder is needed.", " Vóór alles is er een nieuwe kassier nodig."),
        (None, None) => Text::default(),
    };
    let said = if parts.is_empty() {
        text!(names; en: "Without {names} all the work goes on.", nl: "Zonder {names} gaat al het werk door.")
    } else {
        let parts = together(&parts);
        text!(names, parts; en: "Without {names} {parts}.", nl: "Zonder {names} {parts}.")
    };
    let nobody = if found.before.parties().next().is_some() && found.gone.parties().next().is_none() {
        Text::new(" No participant is left then.", " Er blijft dan geen enkele deelnemer over.")
    } else {
        Text::default()
    };
    said.then(&nobody).then(&lead).then(&to_hand_over(lines))
}

/// What breaks in the work, each in a few words.
fn breaks(found: &Without<'_>) -> Vec<Text> {
    let broken = &found.broken;
    let harm = harm(found.before, &found.leaving, broken);
    let mut parts: Vec<Text> = Vec::new();
    if harm.duties > 0 {
        let what = number(harm.duties, &Text::new("duty", "kerntaak"), &Text::new("duties", "kerntaken"));
        parts.push(match harm.duties {
            1 => text!(what; en: "{what} is no longer covered", nl: "is {what} niet meer belegd"),
            _ => text!(what; en: "{what} are no longer covered", nl: "zijn {what} niet meer belegd"),
        });
    }
    let vacant = harm.roles;
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
    if harm.stepped > 0 {
        let what = number(harm.stepped, &Text::new("role", "rol"), &Text::new("roles", "rollen"));
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
    if harm.majorities > 0 {
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
    parts
}

/// What others are to take over, counted by the parts of the page in which it stands.
fn to_hand_over(lines: &[Line]) -> Text {
    let parts: [(Section, Text, Text); 5] = [
        (Section::Turns, Text::new("turn", "beurt"), Text::new("turns", "beurten")),
        (
            Section::Meetings,
            Text::new("matter of a meeting", "punt voor een bijeenkomst"),
            Text::new("matters of meetings", "punten voor bijeenkomsten"),
        ),
        (Section::Actions, Text::new("action", "actie"), Text::new("actions", "acties")),
        (
            Section::Products,
            Text::new("matter of products and contracts", "zaak rond producten en contracten"),
            Text::new("matters of products and contracts", "zaken rond producten en contracten"),
        ),
        (
            Section::Others,
            Text::new("matter of people, channels and access", "zaak rond mensen, kanalen en toegang"),
            Text::new("matters of people, channels and access", "zaken rond mensen, kanalen en toegang"),
        ),
    ];
    let count = |section: Section| lines.iter().filter(|line| line.section == section).count();
    let counted: Vec<Text> =
        parts.iter().filter(|(section, ..)| count(*section) > 0).map(|(section, one, more)| number(count(*section), one, more)).collect();
    if counted.is_empty() {
        return Text::default();
    }
    let what = together(&counted);
    text!(what; en: " To be handed over: {what}.", nl: " Over te dragen: {what}.")
}

/// What becomes of the money: of the coming year where anything is known of that, else of the running one.
pub fn of_money(found: &Without<'_>, losses: &Losses<'_>) -> Text {
    if is_unread(found.before) {
        return Text::new(
            "What it means in money is not known: not all files about that can be read.",
            "Wat dat in geld betekent, is niet bekend: niet alle bestanden daarover zijn te lezen.",
        );
    }
    let one = losses.told();
    let [running, next] = losses.years.each_ref().map(|one| one.year);
    let Some(base) = one.base else {
        return text!(en: "What it means in money is not known: there is no budget for {running} or {next}.", nl: "Wat dat in geld betekent, is niet bekend: er is geen begroting voor {running} of {next}.");
    };
    let year = one.year;
    let Ok(budgets) = &one.budgets else {
        return text!(en: "What it means for the contributions of {year} is not known: see under Money.", nl: "Wat dat voor de bijdragen van {year} betekent, is niet bekend: zie onder Geld.");
    };
    let total = totals(budgets);
    let basis = if one.is_estimated() {
        text!(en: " (reckoned by the budget of {base})", nl: " (gerekend met de begroting van {base})")
    } else {
        Text::default()
    };
    let shown = |amount: Money| amount.in_currency(found.before.currency());
    let mut parts = Vec::new();
    if total.lost != Money(0) {
        let lost = shown(total.lost);
        parts.push(if total.is_voluntary && total.owed == Money(0) {
            text!(lost; en: "a voluntary contribution of {lost}", nl: "een vrijwillige bijdrage van {lost}")
        } else {
            text!(lost; en: "a contribution of {lost}", nl: "een bijdrage van {lost}")
        });
    }
    if total.income != Money(0) {
        let income = shown(total.income);
        parts.push(text!(income; en: "{income} of other income", nl: "{income} aan andere baten"));
    }
    if parts.is_empty() && !total.is_shared_out {
        return text!(basis; en: "The contributions of {year}{basis} do not change.", nl: "De bijdragen van {year}{basis} veranderen niet.");
    }
    let lost = together(&parts);
    let said = match parts.len() {
        0 => text!(basis; en: "The contributions of {year}{basis} change", nl: "De bijdragen van {year}{basis} veranderen"),
        1 => text!(lost, basis; en: "For {year}{basis} {lost} is lost", nl: "Voor {year}{basis} valt {lost} weg"),
        _ => text!(lost, basis; en: "For {year}{basis} {lost} are lost", nl: "Voor {year}{basis} vallen {lost} weg"),
    };
    let short = match total.short {
        Some(short) if short.0 > 0 && total.is_voluntary => {
            let short = shown(short);
            text!(short; en: ", and {short} less is asked than is needed", nl: ", en er wordt {short} minder gevraagd dan nodig is")
        }
        Some(short) if short.0 > 0 => lacking(found.before, short, total.short_before.unwrap_or_default()),
        Some(_) if !total.is_shared_out => Text::new(", and the budget is still covered", ", en de begroting blijft gedekt"),
        _ => Text::default(),
    };
    said.then(&by_others(found, &total)).then(&short).then(&Text::same("."))
}

/// What is lacking, beside what is lacking now, as the rest of a sentence.
fn lacking(record: &Record, short: Money, before: Money) -> Text {
    let (after, was) = (shown(record, short), shown(record, before));
    match short.cmp(&before) {
        _ if before.0 <= 0 => text!(after; en: ", and {after} is lacking", nl: ", en er ontstaat een tekort van {after}"),
        std::cmp::Ordering::Equal => text!(after; en: ", and {after} is lacking as it is now", nl: ", en het tekort blijft {after}"),
        std::cmp::Ordering::Greater => {
            text!(after, was; en: ", and what is lacking grows from {was} to {after}", nl: ", en het tekort groeit van {was} naar {after}")
        }
        std::cmp::Ordering::Less => {
            text!(after, was; en: ", and what is lacking falls from {was} to {after}", nl: ", en het tekort daalt van {was} naar {after}")
        }
    }
}

/// What the others pay more or less, as the rest of a sentence.
fn by_others(found: &Without<'_>, total: &Totals) -> Text {
    if total.of == 0 {
        return Text::new("; nobody is left who contributes", "; er blijft niemand over die bijdraagt");
    }
    if !total.is_shared_out {
        return Text::new("; the others do not pay more", "; de anderen betalen daardoor niets extra");
    }
    let less = total.extra.0 < 0;
    let (extra, others) = (shown(found.before, Money(total.extra.0.saturating_abs())), total.others);
    let more = if less { Text::new("less", "minder") } else { Text::new("more", "meer") };
    let together = if total.others == 1 { Text::default() } else { Text::new(" together", " samen") };
    let others = match (others == total.of, others) {
        // Whoever is the only one is named, unless it is the only one there is.
        (false, 1) if total.only.is_some() => Text::same(total.only.clone().unwrap_or_default()),
        (true, 1) if total.asked == Money(0) => Text::new("the one participant", "de enige deelnemer"),
        (true, _) if total.asked == Money(0) => text!(en: "the {others} participants", nl: "de {others} deelnemers"),
        (true, 1) => Text::new("the other participant", "de andere deelnemer"),
        (true, _) => text!(en: "the other {others} participants", nl: "de andere {others} deelnemers"),
        (false, 1) if total.asked == Money(0) => Text::new("1 participant", "1 deelnemer"),
        (false, _) if total.asked == Money(0) => text!(en: "{others} participants", nl: "{others} deelnemers"),
        (false, 1) => Text::new("1 other participant", "1 andere deelnemer"),
        (false, _) => text!(en: "{others} other participants", nl: "{others} andere deelnemers"),
    };
    match (total.is_voluntary, total.others) {
        (true, 1) => {
            text!(others, together, extra, more; en: "; {others} is asked {extra}{together} {more}", nl: "; aan {others} wordt{together} {extra} {more} gevraagd")
        }
        (true, _) => {
            text!(others, together, extra, more; en: "; {others} are asked {extra} {more}{together}", nl: "; aan {others} wordt{together} {extra} {more} gevraagd")
        }
        (false, 1) => text!(others, extra, more; en: "; {others} pays {extra} {more}", nl: "; {others} betaalt {extra} {more}"),
        (false, _) => {
            text!(others, together, extra, more; en: "; {others}{together} pay {extra} {more}", nl: "; {others} betalen{together} {extra} {more}")
        }
    }
}

/// A year's budgets taken together.
pub struct Totals {
    /// What those who leave are asked while they stay.
    pub asked: Money,
    /// The part of that which they are not asked any more.
    pub lost: Money,
    /// The part of what they are asked that they have to pay.
    pub owed: Money,
    /// Income beside contributions that falls away with them.
    pub income: Money,
    /// What the others pay more, together.
    pub extra: Money,
    /// How many those are, and how many others pay at all.
    pub others: usize,
    pub of: usize,
    pub is_shared_out: bool,
    /// Whether any of them only asks, and nobody owes it.
    pub is_voluntary: bool,
    /// Who that is, where it is one.
    pub only: Option<String>,
    /// None where what is needed is not known.
    pub short: Option<Money>,
    /// The same while they are there.
    pub short_before: Option<Money>,
}

pub fn totals(budgets: &[OfBudget<'_>]) -> Totals {
    let changes = || budgets.iter().flat_map(OfBudget::others);
    let all: BTreeSet<&Id> = changes().map(|(id, ..)| id).collect();
    let more: BTreeSet<&Id> = changes().filter(|(.., before, after)| before != after).map(|(id, ..)| id).collect();
    Totals {
        asked: budgets.iter().map(|one| one.asked).sum(),
        lost: budgets.iter().map(|one| one.lost).sum(),
        owed: budgets.iter().filter(|one| !one.before.is_voluntary()).map(|one| one.asked).sum(),
        income: budgets.iter().map(|one| one.income).sum(),
        extra: changes().map(|(.., before, after)| after - before).sum(),
        others: more.len(),
        of: all.len(),
        is_shared_out: budgets.iter().any(OfBudget::is_shared_out),
        is_voluntary: budgets.iter().any(|one| one.before.is_voluntary() && (one.asked != Money(0) || one.is_shared_out())),
        only: changes().find(|(.., before, after)| before != after).filter(|_| more.len() == 1).map(|(_, name, ..)| name.to_owned()),
        short_before: budgets.iter().map(OfBudget::shortage_before).sum(),
        short: budgets.iter().map(OfBudget::shortage).try_fold(Money(0), |sum, one| Some(sum + one?)),
    }
}

/// Whether a file about money cannot be read.
pub fn is_unread(record: &Record) -> bool {
    record.is_unread(&[FileKind::Collaboration, FileKind::Participant, FileKind::Budget])
}

/// Whether the answer begins with all the work going on, done by those who do it now.
pub fn is_whole(found: &Without<'_>) -> bool {
    let broken = &found.broken;
    broken.carried == broken.goes_on && broken.by_stand_ins == 0 && breaks(found).is_empty()
}

/// What does not break.
pub fn goes_on(broken: &Broken<'_>) -> Text {
    let (all, on, by) = (broken.carried, broken.goes_on, broken.by_stand_ins);
    let with = match by {
        0 => Text::default(),
        1 if on == 1 => Text::new(", with a back-up", ", met een vervanger"),
        _ if by == on => Text::new(", all with a back-up", ", allemaal met een vervanger"),
        _ => text!(en: ", {by} of them with a back-up", nl: ", waarvan {by} met een vervanger"),
    };
    match (all, on) {
        (0, _) => Text::new("No task on record is carried out by anybody now.", "Er is nu geen taak die iemand uitvoert."),
        (1, 0) => Text::new("The one task that is carried out stops.", "De enige taak die wordt uitgevoerd, valt stil."),
        (1, _) => {
            text!(with; en: "The one task that is carried out goes on{with}.", nl: "De enige taak die wordt uitgevoerd, gaat door{with}.")
        }
        (_, 0) => {
            text!(en: "None of the {all} tasks that are carried out goes on.", nl: "Geen van de {all} taken die worden uitgevoerd, gaat door.")
        }
        (2, 2) => {
            text!(with; en: "Both tasks that are carried out go on{with}.", nl: "Beide taken die worden uitgevoerd, gaan door{with}.")
        }
        _ if on == all => {
            text!(with; en: "All {all} tasks that are carried out go on{with}.", nl: "Alle {all} taken die worden uitgevoerd, gaan door{with}.")
        }
        (_, 1) => {
            text!(with; en: "1 of the {all} tasks that are carried out goes on{with}.", nl: "1 van de {all} taken die worden uitgevoerd, gaat door{with}.")
        }
        _ => {
            text!(with; en: "{on} of the {all} tasks that are carried out go on{with}.", nl: "{on} van de {all} taken die worden uitgevoerd, gaan door{with}.")
        }
    }
}

/// The figures of the short answer, for programs.
pub fn summary(found: &Without<'_>, losses: Option<&Losses<'_>>) -> Table {
    let harm = harm(found.before, &found.leaving, &found.broken);
    let taken_over = found.broken.duties.len() - harm.duties;
    let figures = [
        ("duties_uncovered", harm.duties),
        ("duties_with_back_up", taken_over),
        ("critical_roles_without_anybody", harm.critical),
        ("roles_vacant", harm.roles),
        ("roles_with_back_up", harm.stepped),
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
    let Some(base) = one.base else {
        return Some(
            text!(en: "There is no budget for {year} yet, so what is asked then is not known.", nl: "Voor {year} is er nog geen begroting; wat er dan gevraagd wordt, is niet bekend."),
        );
    };
    if one.is_estimated() {
        return Some(
            text!(en: "There is no budget for {year} yet: it is reckoned by that of {base} and those who take part in {year}.", nl: "Voor {year} is er nog geen begroting: er is gerekend met die van {base} en met de deelnemers van {year}."),
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
