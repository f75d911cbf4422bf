//! Rules about a budget, the reserve and effort in kind (A11, A12).

use std::collections::BTreeMap;

use crate::answers::contribution::exact::{Decimal, Share};
use crate::answers::contribution::need::is_effort;
use crate::answers::contribution::{Question, contribution, product_of};
use crate::answers::ledger::reserve::{Cover, MONTHS, Tenths, standing};
use crate::date::{Date, VagueDate};
use crate::finding::{Class, Finding, Severity};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, BudgetStatus, InKind, Key};
use crate::record::participant::OrganisationKind;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::{Lang, Text, grouped};
use crate::{keys, text};

pub static RULES: &[Rule] = &[
    Rule {
        name: "unbalanced-budget",
        code: "M01",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a budget does not balance", "een begroting is niet sluitend"),
        why: Text::new(
            "what nobody pays for is paid by the fund holder in the end, or not done",
            "wat niet gedekt is, betaalt uiteindelijk de kassier, of het gebeurt niet",
        ),
        fix: Text::new(
            "make costs equal to other income and the contribution together; what comes out of the reserve, or goes into it, is a line too",
            "maak de lasten gelijk aan de overige baten en de bijdrage samen; wat uit de reserve komt of erin gaat, is ook een post",
        ),
        check: Check::Whole(&[FileKind::Participant], unbalanced_budget),
    },
    Rule {
        name: "low-reserve",
        code: "M02",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "the reserve covers less than three months of fixed costs",
            "de reserve dekt minder dan drie maanden vaste lasten",
        ),
        why: Text::new(
            "suppliers are paid before the contributions come in; a reserve of three to six months bridges that (A12)",
            "leveranciers worden betaald voordat de bijdragen binnen zijn; een reserve van drie tot zes maanden overbrugt dat (A12)",
        ),
        fix: Text::new(
            "put by a little more every year, or waive this with the decision to do with less",
            "bouw de reserve op met een post in de begroting, of leg in een ontheffing het besluit vast om met minder te werken",
        ),
        check: Check::Whole(&[FileKind::Budget], low_reserve),
    },
    Rule {
        name: "idle-reserve",
        code: "M03",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "the reserve covers more than six months of fixed costs, and nobody says what for",
            "de reserve dekt meer dan zes maanden vaste lasten, zonder dat er een doel bij staat",
        ),
        why: Text::new(
            "it is the participants' money: above six months they want to know what it is for, or have it back (A12)",
            "het is geld van de deelnemers: boven zes maanden willen zij weten waarvoor, of krijgen zij het liever terug (A12)",
        ),
        fix: Text::new(
            "write what it is for under `earmarked`, or the meeting that decided it under `decided`; or lower the contribution",
            "schrijf bij `earmarked` waarvoor de reserve is, of bij `decided` welk overleg dat besloot; of verlaag de bijdrage",
        ),
        check: Check::Whole(&[FileKind::Budget], idle_reserve),
    },
    Rule {
        name: "no-cost-centre",
        code: "M04",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "the money of the collaboration is not kept apart",
            "het geld van de samenwerking staat niet op een eigen kostenplaats",
        ),
        why: Text::new(
            "without a cost centre or an administration of its own the money is lost among that of the fund holder (A11)",
            "zonder eigen kostenplaats of administratie raakt het geld zoek tussen dat van de kassier (A11)",
        ),
        fix: Text::new("write the fund holder's number under `cost_centre`", "schrijf het nummer van de kassier bij `cost_centre`"),
        check: Check::Whole(&[FileKind::Participant], no_cost_centre),
    },
    Rule {
        name: "budget-not-adopted",
        code: "M05",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new("the year has begun and its budget is still a draft", "het jaar is begonnen en de begroting is nog een concept"),
        why: Text::new(
            "an invoice that rests on a draft can be refused, and then money that was spent is not there",
            "een factuur op grond van een concept kan worden geweigerd, en dan is er uitgegeven wat er niet is",
        ),
        fix: Text::new(
            "have it adopted; write `status = \"adopted\"` and the meeting under `adopted`",
            "laat de begroting vaststellen; schrijf `status = \"adopted\"` en het overleg bij `adopted`",
        ),
        check: Check::Each(budget_not_adopted),
    },
    Rule {
        name: "tier-gap",
        code: "M06",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "some numbers of inhabitants fall in no class or bracket",
            "er zijn inwonertallen die in geen grootteklasse of schijf vallen",
        ),
        why: Text::new(
            "a municipality that falls in none cannot be told what it pays",
            "een gemeente die in geen klasse valt, kunt u niet zeggen wat zij betaalt",
        ),
        fix: Text::new(
            "leave out `up_to` in the last one, so that it is for whoever is larger, and let every limit occur once",
            "laat `up_to` bij de laatste weg, dan is die voor wie groter is, en laat elke grens één keer voorkomen",
        ),
        check: Check::Each(tier_gap),
    },
    Rule {
        name: "in-kind-without-role",
        code: "M07",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "it is not said what a contribution in kind consists of",
            "er staat niet waaruit een bijdrage in natura bestaat",
        ),
        why: Text::new(
            "the others pay for it: they may see which role or which work it is (A5b)",
            "de anderen betalen eraan mee: zij mogen zien om welke rol of welk werk het gaat (A5b)",
        ),
        fix: Text::new("name the role under `role`, or the work under `what`", "noem de rol bij `role`, of het werk bij `what`"),
        check: Check::Each(in_kind_without_role),
    },
    Rule {
        name: "in-kind-twice",
        code: "M08",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "one agreement on effort in kind stands in the budget twice",
            "één afspraak over een bijdrage in natura staat twee keer in de begroting",
        ),
        why: Text::new("what counts twice is paid by the other participants", "wat dubbel telt, betalen de andere deelnemers"),
        fix: Text::new(
            "leave one of the two out; where they are two agreements, say under `what` in which they differ",
            "laat een van de twee weg; zijn het twee afspraken, schrijf dan bij `what` waarin ze verschillen",
        ),
        check: Check::Each(in_kind_twice),
    },
    Rule {
        name: "in-kind-value-differs",
        code: "M30",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "effort in kind is worth something else than its hours at its rate",
            "een bijdrage in natura is iets anders waard dan de uren maal het tarief",
        ),
        why: Text::new(
            "hours, rate and value stand on the invoice together, and whoever pays multiplies them",
            "uren, tarief en waarde staan samen op de factuur, en de betaler rekent ze na",
        ),
        fix: Text::new(
            "mend the one that is wrong; where a value was agreed, leave `rate` out",
            "verbeter wat niet klopt; is er een waarde afgesproken, laat `rate` dan weg",
        ),
        check: Check::Each(in_kind_value_differs),
    },
];

fn unbalanced_budget(record: &Record) -> Vec<Finding> {
    record.budgets.iter().filter_map(|budget| unbalanced(record, budget)).collect()
}

/// Costs against what pays them, all amendments counted: whatever the day, that is what was decided.
fn unbalanced(record: &Record, budget: &Budget) -> Option<Finding> {
    let dues = budget.contribution.as_deref();
    if budget.cost.is_empty() || dues.is_none() && budget.income.is_empty() {
        return None;
    }
    let added =
        |line: &str| budget.amendment.iter().filter(|change| change.line.as_str() == line).map(|change| change.amount).sum::<Money>();
    let (mut costs, mut effort) = (Money(0), Money(0));
    for cost in &budget.cost {
        let amount = cost.amount.known()? + added(cost.id.as_str());
        costs = costs + amount;
        effort = if is_effort(cost) { effort + amount } else { effort };
    }
    let mut income = Money(0);
    for one in &budget.income {
        income = income + one.amount.known()? + one.id.as_ref().map_or(Money(0), |id| added(id.as_str()));
    }
    let agreed: Money = budget.in_kind.iter().filter(|_| dues.is_some()).map(|given| given.value).sum();
    let (brought, at) = match dues {
        None => (Money(0), budget.at(keys!["cost"])),
        Some(dues) => match dues.total {
            Some(total) => (total, budget.at(keys!["contribution", "total"])),
            // Whoever divides what remains divides all of it.
            None if matches!(dues.key, Key::Equal | Key::Inhabitants)
                || dues.key == Key::FixedPlusInhabitants && dues.bracket.is_empty() =>
            {
                return None;
            }
            None => {
                // Fixed amounts bring in what they bring in: more than enough goes to the reserve.
                (
                    contribution(record, budget, &Question::default()).ok()??.sum().min(costs - income),
                    budget.at(keys!["contribution", "key"]),
                )
            }
        },
    };
    let difference = income + brought - costs;
    if difference == Money(0) {
        return None;
    }
    let currency = record.currency();
    let (apart, costs, together) =
        (Money(difference.0.saturating_abs()).in_currency(currency), costs.in_currency(currency), (income + brought).in_currency(currency));
    let message = if difference.0 < 0 {
        text!(apart, costs, together; en: "the budget is {apart} short: costs {costs}, income and contribution {together}", nl: "de begroting komt {apart} tekort: lasten {costs}, baten en bijdrage {together}")
    } else {
        text!(apart, costs, together; en: "the budget has {apart} more than it needs: costs {costs}, income and contribution {together}", nl: "de begroting heeft {apart} over: lasten {costs}, baten en bijdrage {together}")
    };
    let help = if effort == agreed {
        text!(en: "mend a line, or add one for what comes out of the reserve or goes into it", nl: "verbeter een post, of voeg er een toe voor wat uit de reserve komt of erin gaat")
    } else {
        let (effort, agreed) = (effort.in_currency(currency), agreed.in_currency(currency));
        text!(effort, agreed; en: "effort that is agreed under `[[in_kind]]` stands among the costs too, in a line with `in_kind = true`: agreed is {agreed}, the costs have {effort}; make them the same, or mend another line", nl: "inzet die onder `[[in_kind]]` is afgesproken, staat ook bij de lasten, in een post met `in_kind = true`: afgesproken is {agreed}, bij de lasten staat {effort}; maak ze gelijk, of verbeter een andere post")
    };
    Some(Finding::new(at, message).about(about(budget)).help(help))
}

/// The year, with the product whose budget it is.
fn about(budget: &Budget) -> String {
    product_of(budget).map_or_else(|| budget.year.to_string(), |product| format!("{}/{product}", budget.year))
}

fn judged_reserve<'a>(record: &'a Record, is_wrong: impl Fn(&Cover<'a>) -> bool) -> Option<Cover<'a>> {
    standing(record).filter(is_wrong)
}

fn said_of_reserve(record: &Record, cover: &Cover<'_>, bound: i64, help: Text) -> Vec<Finding> {
    let at = match cover.reserve.begins {
        Some(budget) => budget.at(keys!["opening", "reserve"]),
        None => record.settings(keys!["finances", "reserve", "balance"]),
    };
    let (year, currency) = (cover.year, record.currency());
    let (balance, months) = (cover.reserve.balance.in_currency(currency), Tenths(cover.tenths()));
    let wanted = cover.of_months(bound).in_currency(currency);
    let message = text!(balance, months, wanted; en: "the reserve of {balance} covers {months} months of the fixed costs of {year}; {bound} months come to {wanted}", nl: "de reserve van {balance} dekt {months} maanden vaste lasten van {year}; {bound} maanden komt neer op {wanted}");
    vec![Finding::new(at, message).about("reserve").help(help)]
}

fn low_reserve(record: &Record) -> Vec<Finding> {
    let Some(cover) = judged_reserve(record, Cover::is_low) else { return Vec::new() };
    let help = text!(en: "put by a little more, or waive this with the decision", nl: "bouw de reserve op, of leg het besluit vast in een ontheffing");
    said_of_reserve(record, &cover, MONTHS.0, help)
}

fn idle_reserve(record: &Record) -> Vec<Finding> {
    let Some(cover) = judged_reserve(record, Cover::is_idle) else { return Vec::new() };
    if cover.reserve.said.is_some_and(|said| said.earmarked.is_some() || said.decided.is_some()) {
        return Vec::new();
    }
    let help = text!(en: "write `earmarked` or `decided` beside it, or lower the contribution", nl: "schrijf er `earmarked` of `decided` bij, of verlaag de bijdrage");
    said_of_reserve(record, &cover, MONTHS.1, help)
}

fn no_cost_centre(record: &Record) -> Vec<Finding> {
    let Some(settings) = &record.collaboration else { return Vec::new() };
    let finances = settings.finances.as_ref();
    // A budget that somebody adopted, or an invoice that was sent: from then on there is money to keep apart.
    let asked = record.budgets.iter().any(|budget| budget.status == Some(BudgetStatus::Adopted) && budget.contribution.is_some());
    let sent = record.invoices.iter().any(|invoice| invoice.number.is_some());
    if !asked && !sent || finances.is_some_and(|finances| finances.cost_centre.is_some()) {
        return Vec::new();
    }
    let own = |kind| matches!(kind, OrganisationKind::Association | OrganisationKind::Foundation | OrganisationKind::Cooperative);
    // A legal person of the participants keeps books of its own.
    if record.fund_holder().and_then(|id| record.organisation(id)).and_then(|one| one.kind).is_some_and(own) {
        return Vec::new();
    }
    let at = match finances {
        Some(_) => settings.missing(keys!["finances"], "cost_centre"),
        None => settings.missing(keys![], "finances"),
    };
    let message = text!(en: "there is a contribution, and no cost centre on which it stands apart", nl: "er is een bijdrage, maar geen kostenplaats waarop die apart staat");
    vec![
        Finding::new(at, message)
            .about("finances")
            .help(text!(en: "write `cost_centre = \"…\"` under `[finances]`", nl: "schrijf `cost_centre = \"…\"` onder `[finances]`")),
    ]
}

fn budget_not_adopted(record: &Record) -> Vec<Finding> {
    let drafts = record.budgets.iter().filter(|budget| budget.status == Some(BudgetStatus::Draft));
    // In a record that has just begun there is nothing to adopt yet.
    let drafts = drafts.filter(|budget| !budget.cost.is_empty() || budget.contribution.is_some());
    drafts
        .filter_map(|budget| {
            let year = || Some((Date::of(budget.year, 1, 1)?, Date::of(budget.year, 12, 31)?));
            let (from, until) = budget.period.as_ref().map(|period| (period.from, period.until)).or_else(year)?;
            if from > record.on || until < record.on {
                return None;
            }
            let since = VagueDate::Day(from);
            let message = text!(since; en: "this budget is in force since {since} and still a draft", nl: "deze begroting geldt vanaf {since} en is nog een concept");
            let help = text!(en: "have it adopted, and write `status = \"adopted\"` and `adopted = \"…\"`", nl: "laat de begroting vaststellen, en schrijf `status = \"adopted\"` en `adopted = \"…\"`");
            Some(Finding::new(budget.at(keys!["status"]), message).about(about(budget)).help(help))
        })
        .collect()
}

fn tier_gap(record: &Record) -> Vec<Finding> {
    let gap = |budget: &Budget| {
        let dues = budget.contribution.as_ref()?;
        let (key, limits): (&'static str, Vec<Option<u32>>) = if dues.class.is_empty() {
            ("bracket", dues.bracket.iter().map(|bracket| bracket.up_to).collect())
        } else {
            ("class", dues.class.iter().map(|class| class.up_to).collect())
        };
        // Classes that a membership names have no sizes.
        let highest = limits.iter().flatten().max()?;
        let twice = limits.iter().enumerate().find(|(n, limit)| limit.is_some() && limits[..*n].contains(limit));
        if let Some((n, Some(limit))) = twice {
            let message = text!(en: "two end at {limit} inhabitants: one of them is for nobody", nl: "twee eindigen bij {limit} inwoners: een ervan is voor niemand");
            let help = text!(en: "mend `up_to` of one of the two", nl: "verbeter bij een van de twee `up_to`");
            return Some(Finding::new(budget.at(keys!["contribution", key, n, "up_to"]), message).about(about(budget)).help(help));
        }
        if limits.contains(&None) {
            return None;
        }
        let last = limits.iter().position(|limit| *limit == Some(*highest))?;
        let highest = Text { en: grouped(i64::from(*highest), Lang::En).into(), nl: grouped(i64::from(*highest), Lang::Nl).into() };
        let message = text!(highest; en: "nobody with more than {highest} inhabitants falls in one", nl: "wie meer dan {highest} inwoners heeft, valt erbuiten");
        let help = text!(en: "leave out `up_to` in the last one, or add one without it", nl: "laat `up_to` bij de laatste weg, of voeg er een zonder toe");
        Some(Finding::new(budget.at(keys!["contribution", key, last, "up_to"]), message).about(about(budget)).help(help))
    };
    record.budgets.iter().filter_map(gap).collect()
}

fn in_kind_without_role(record: &Record) -> Vec<Finding> {
    let bare = |budget: &Budget| -> Vec<Finding> {
        let given = budget.in_kind.iter().enumerate().filter(|(_, given)| given.role.is_none() && given.what.is_none());
        given
            .map(|(n, given)| {
                let who = &given.participant;
                let message =
                    text!(en: "it is not said what `{who}` contributes in kind", nl: "er staat niet wat `{who}` in natura bijdraagt");
                let help = text!(en: "add `role = \"…\"` or `what = \"…\"`", nl: "voeg `role = \"…\"` of `what = \"…\"` toe");
                Finding::new(budget.at(keys!["in_kind", n, "participant"]), message).about(who).help(help)
            })
            .collect()
    };
    record.budgets.iter().flat_map(bare).collect()
}

fn in_kind_twice(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(i32, String, String, Option<&str>), &Budget> = BTreeMap::new();
    for budget in &record.budgets {
        for (n, given) in budget.in_kind.iter().enumerate() {
            let Some(agreement) = agreement(record, given) else { continue };
            let key = (budget.year, record.index.plain(&given.participant).0.into_owned(), agreement, given.what.as_deref());
            let Some(first) = seen.get(&key) else {
                seen.insert(key, budget);
                continue;
            };
            let (who, file) = (&given.participant, &first.file);
            let message = text!(en: "this effort of `{who}` stands in `{file}` already", nl: "deze inzet van `{who}` staat al in `{file}`");
            let help = text!(en: "leave one of the two out, or say under `what` in which they differ", nl: "laat een van de twee weg, of schrijf bij `what` waarin ze verschillen");
            findings.push(Finding::new(budget.at(keys!["in_kind", n, "value"]), message).about(who).help(help));
        }
    }
    findings
}

fn in_kind_value_differs(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    for budget in &record.budgets {
        for (n, given) in budget.in_kind.iter().enumerate() {
            let Some((hours, rate)) = given.hours.and_then(Decimal::of).zip(given.rate) else { continue };
            let worth = Share { cents: hours.digits * i128::from(rate.0), of: 10i128.pow(hours.decimals) }.rounded();
            let Some(worth) = worth.filter(|worth| *worth != given.value) else { continue };
            let [rate, worth, value] = [rate, worth, given.value].map(|amount| amount.in_currency(record.currency()));
            let message = text!(hours, rate, worth, value;
                en: "{hours} hours at {rate} are {worth}, and the value says {value}",
                nl: "{hours} uur à {rate} is {worth}, en als waarde staat er {value}");
            let help = text!(en: "mend the one that is wrong, or leave `rate` out", nl: "verbeter wat niet klopt, of laat `rate` weg");
            findings.push(Finding::new(budget.at(keys!["in_kind", n, "value"]), message).about(&given.participant).help(help));
        }
    }
    findings
}

/// What an agreement is known by: its role, or what it is for. What names neither is not known to be the same.
fn agreement(record: &Record, given: &InKind) -> Option<String> {
    let role = given.role.as_ref().map(|role| record.index.plain(role).0.into_owned());
    role.or_else(|| given.what.as_ref().map(|_| String::new()))
}
