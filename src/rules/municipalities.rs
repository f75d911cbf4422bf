//! Rules about who the participants are: codes and names of municipalities, who stands for whom, and how many inhabitants.

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::contribution::product_of;
use crate::answers::inhabitants::Inhabitants;
use crate::date::{VagueDate, overlap};
use crate::edit::quoted;
use crate::finding::{Class, Cure, Finding, Severity};
use crate::handbook::municipalities::{Municipality, by_code, by_name, is_code, nearest_name};
use crate::record::Record;
use crate::record::finance::{Budget, Contribution, Key};
use crate::record::participant::{OrganisationKind, Participant, Status};
use crate::record::values::{Id, TakesPart};
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::{Text, listed};
use crate::words::fold;
use crate::{keys, text};

pub static RULES: &[Rule] = &[
    Rule {
        name: "duplicate-code",
        code: "P01",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new("two organisations have the same municipality code", "twee organisaties hebben dezelfde gemeentecode"),
        why: Text::new(
            "one municipality on record twice is counted, invited and invoiced twice",
            "een gemeente die er twee keer in staat, telt dubbel, krijgt twee uitnodigingen en twee facturen",
        ),
        fix: Text::new("keep one file, or correct the code", "houd één bestand over, of verbeter de code"),
        check: Check::Each(duplicate_code),
    },
    Rule {
        name: "represented-twice",
        code: "P02",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("an organisation takes part in two ways", "een organisatie doet op twee manieren mee"),
        why: Text::new(
            "who takes part itself and through a joint body, or through two, is counted twice and may pay and vote twice",
            "wie zelf deelneemt én via een samenwerkingsverband, of via twee, telt dubbel en betaalt en stemt misschien dubbel",
        ),
        fix: Text::new(
            "take it out of `represents`, or write `takes_part = false` in its own file",
            "haal haar uit `represents`, of zet `takes_part = false` in haar eigen bestand",
        ),
        check: Check::Each(represented_twice),
    },
    Rule {
        name: "bad-code",
        code: "P04",
        level: Severity::Deny,
        class: Class::Standing,
        summary: Text::new(
            "a municipality code is not written right, or belongs to another municipality",
            "een gemeentecode is niet goed geschreven, of hoort bij een andere gemeente",
        ),
        why: Text::new(
            "inhabitants, and with them the contribution, are looked up by this code",
            "op deze code wordt het inwonertal opgezocht, en daarmee de bijdrage",
        ),
        fix: Text::new("write `GM` and the four digits of Statistics Netherlands", "schrijf `GM` en de vier cijfers van het CBS"),
        check: Check::Each(bad_code),
    },
    Rule {
        name: "unknown-municipality",
        code: "P05",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("a Dutch municipality of this name or code is not known", "een gemeente met deze naam of code is niet bekend"),
        why: Text::new(
            "a misspelt name is not found again, and of a municipality that was merged nobody can be invoiced",
            "een verkeerd gespelde naam vindt niemand terug, en een gemeente die is opgegaan in een andere kan geen factuur meer krijgen",
        ),
        fix: Text::new(
            "correct the name, add `cbs_code`, or for one that was merged `left` and `successor`",
            "verbeter de naam, voeg `cbs_code` toe, of bij een herindeling `left` en `successor`",
        ),
        check: Check::Each(unknown_municipality),
    },
    Rule {
        name: "missing-inhabitants",
        code: "P09",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "the contribution depends on inhabitants, and somebody's number is not known",
            "de bijdrage hangt af van het inwonertal, en van iemand is dat niet bekend",
        ),
        why: Text::new(
            "without the number no contribution can be worked out, neither this one nor the shares of the others",
            "zonder inwonertal is de bijdrage niet uit te rekenen, en die van de anderen evenmin",
        ),
        fix: Text::new(
            "add `inhabitants` and `inhabitants_on`, or agree an amount of its own (`override` in the budget)",
            "voeg `inhabitants` en `inhabitants_on` toe, of spreek een eigen bedrag af (`override` in de begroting)",
        ),
        check: Check::Whole(&[FileKind::Participant, FileKind::Budget], missing_inhabitants),
    },
];

/// Whether an organisation is to have a code of Statistics Netherlands.
fn is_dutch_municipality(one: &Participant) -> bool {
    one.kind == Some(OrganisationKind::Municipality) && is_dutch(one)
}

fn is_dutch(one: &Participant) -> bool {
    one.country.as_deref().is_none_or(|country| country.eq_ignore_ascii_case("NL"))
}

/// Every name by which an organisation goes or went.
fn names(one: &Participant) -> impl Iterator<Item = &str> {
    let former = one.formerly.iter().filter_map(|former| former.name.as_deref());
    std::iter::once(one.name.as_str()).chain(one.aliases.iter().map(String::as_str)).chain(former)
}

fn duplicate_code(record: &Record) -> Vec<Finding> {
    let mut first: BTreeMap<String, &Participant> = BTreeMap::new();
    // A code that is of another municipality is said once, by `bad-code`.
    let coded = record.participants.values().filter_map(|one| one.cbs_code.as_ref().map(|code| (one, code)));
    let coded = coded.filter(|(one, code)| !is_dutch_municipality(one) || judge_code(one, code).is_none());
    let mut found = Vec::new();
    for (one, code) in coded {
        let country = one.country.as_deref().unwrap_or("NL");
        let other = *first.entry(fold(&format!("{country}{code}"))).or_insert(one);
        if other.id != one.id {
            let id = &other.id;
            found.push(
                Finding::new(one.at(keys!["cbs_code"]), text!(en: "`{id}` has the code `{code}` too", nl: "`{id}` heeft ook de code `{code}`"))
                    .about(&one.id)
                    .help(text!(en: "keep one of the two files, or correct the code", nl: "houd een van beide bestanden over, of verbeter de code")),
            );
        }
    }
    found
}

fn bad_code(record: &Record) -> Vec<Finding> {
    let coded = record
        .participants
        .values()
        .filter(|one| is_dutch_municipality(one))
        .filter_map(|one| one.cbs_code.as_deref().map(|code| (one, code)));
    coded.filter_map(|(one, code)| judge_code(one, code)).collect()
}

fn judge_code(one: &Participant, code: &str) -> Option<Finding> {
    let known = by_code(code);
    if known.is_some_and(|known| is_plainly(one, known)) {
        return None;
    }
    let by_names: Vec<&Municipality> = names(one).flat_map(by_name).collect();
    let message = if is_code(code) {
        let known = known?;
        // Where no name is known at all, the name is what is wrong.
        if by_names.is_empty() || by_names.iter().any(|one| one.code == code) || is_in_name(one, known) {
            return None;
        }
        let (is, name) = (known.name, &one.name);
        text!(en: "`{code}` is {is}, not {name}", nl: "`{code}` is {is}, niet {name}")
    } else {
        text!(en: "`{code}` is not a municipality's code", nl: "`{code}` is geen gemeentecode")
    };
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let written = (digits.len() <= 4).then(|| by_code(&format!("GM{digits:0>4}"))).flatten().filter(|_| !is_code(code));
    let help = match written.or(by_names.first().copied()) {
        Some(meant) => {
            let (code, name) = (meant.code, meant.name);
            text!(en: "did you mean `{code}` ({name})?", nl: "bedoelt u `{code}` ({name})?")
        }
        None => text!(en: "write `GM` and four digits, such as `GM0193`", nl: "schrijf `GM` en vier cijfers, zoals `GM0193`"),
    };
    // The digits say it, and so does the name.
    let sure = written.filter(|meant| by_names.iter().any(|named| named.code == meant.code));
    let cure = sure.map(|meant| Cure::set(keys!["cbs_code"], quoted(meant.code)));
    Some(Finding::new(one.at(keys!["cbs_code"]), message).about(&one.id).help(help).cured(cure))
}

/// Whether the name is the official one, which most are.
fn is_plainly(one: &Participant, known: &Municipality) -> bool {
    one.name.strip_prefix("Gemeente ").unwrap_or(&one.name) == known.name
}

/// Whether a name holds that of a municipality and more (`Gemeente Zwolle, afdeling Informatie`).
fn is_in_name(one: &Participant, known: &Municipality) -> bool {
    let words =
        |name: &str| -> Vec<String> { name.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| !word.is_empty()).collect() };
    let official = words(known.name.split('(').next().unwrap_or(known.name));
    names(one).any(|name| words(name).windows(official.len().max(1)).any(|part| part == official))
}

fn unknown_municipality(record: &Record) -> Vec<Finding> {
    let mut found: Vec<Finding> = record.participants.values().filter(|one| is_dutch_municipality(one)).filter_map(judge_name).collect();
    for one in record.participants.values() {
        let codes = one.represents.iter().enumerate().filter(|(_, id)| is_code(id.as_str()) && by_code(id.as_str()).is_none());
        found.extend(codes.map(|(n, code)| {
            Finding::new(
                one.at(keys!["represents", n]),
                text!(en: "no municipality has the code `{code}`", nl: "er is geen gemeente met de code `{code}`"),
            )
            .about(code)
            .help(text!(en: "look the code up at Statistics Netherlands (CBS)", nl: "zoek de code op bij het CBS"))
        }));
    }
    found
}

fn judge_name(one: &Participant) -> Option<Finding> {
    let by_names = || names(one).flat_map(by_name).next();
    let known = match one.cbs_code.as_deref() {
        Some(code) if !is_code(code) => return None,
        Some(code) => {
            let Some(known) = by_code(code) else {
                let finding = Finding::new(
                    one.at(keys!["cbs_code"]),
                    text!(en: "no municipality has the code `{code}`", nl: "er is geen gemeente met de code `{code}`"),
                );
                return Some(finding.about(&one.id).help(meant(by_names().or_else(|| nearest_name(&one.name)))));
            };
            if !is_plainly(one, known) && by_names().is_none() && !is_in_name(one, known) {
                let (name, is) = (&one.name, known.name);
                let finding = Finding::new(
                    one.at(keys!["name"]),
                    text!(en: "no municipality is called “{name}”; `{code}` is {is}", nl: "er is geen gemeente “{name}”; `{code}` is {is}"),
                );
                return Some(finding.about(&one.id).help(meant(Some(known))));
            }
            known
        }
        None => {
            let Some(known) = by_names() else {
                let name = &one.name;
                let finding = Finding::new(
                    one.at(keys!["name"]),
                    text!(en: "no municipality is called “{name}”", nl: "er is geen gemeente “{name}”"),
                );
                return Some(finding.about(&one.id).help(meant(nearest_name(name))));
            };
            known
        }
    };
    let gone = known.inhabitants.is_none() && one.left.is_none() && one.status != Some(Status::Left) && takes_part(one);
    let name = known.name;
    gone.then(|| {
        Finding::new(one.at(keys!["name"]), text!(en: "the municipality of {name} no longer exists", nl: "de gemeente {name} bestaat niet meer"))
            .about(&one.id)
            .help(text!(en: "write its last day under `left`, and who took its place under `successor`", nl: "zet de laatste dag bij `left`, en de rechtsopvolger bij `successor`"))
    })
}

fn meant(near: Option<&Municipality>) -> Text {
    match near {
        Some(near) => {
            let (name, code) = (near.name, near.code);
            text!(en: "did you mean {name} (`{code}`)?", nl: "bedoelt u {name} (`{code}`)?")
        }
        None => {
            text!(en: "correct the name, add `cbs_code`, or name another `kind`", nl: "verbeter de naam, voeg `cbs_code` toe, of kies een andere `kind`")
        }
    }
}

fn takes_part(one: &Participant) -> bool {
    one.takes_part.unwrap_or(if one.supplier { TakesPart::No } else { TakesPart::Yes }) == TakesPart::Yes
}

/// The days on which an organisation is a party, whatever the day of judgement; none where it never is.
fn span(one: &Participant) -> Option<(Option<VagueDate>, Option<VagueDate>)> {
    let never = match one.status {
        Some(Status::Interested) => true,
        Some(Status::Left) => one.left.is_none(),
        Some(Status::Joining) => one.joined.is_none(),
        _ => false,
    };
    (takes_part(one) && !never).then_some((one.joined, one.left))
}

fn represented_twice(record: &Record) -> Vec<Finding> {
    let by_codes: BTreeMap<&str, &str> =
        record.participants.values().filter_map(|one| Some((one.cbs_code.as_deref()?, one.id.as_str()))).collect();
    let mut claims: BTreeMap<&str, Vec<&Participant>> = BTreeMap::new();
    let mut found = Vec::new();
    for party in record.participants.values() {
        let Some(days) = span(party) else { continue };
        let mut seen: BTreeSet<&str> = BTreeSet::from([party.id.as_str()]);
        for (n, entry) in party.represents.iter().enumerate() {
            let mut open = vec![entry.as_str()];
            while let Some(id) = open.pop() {
                let id = by_codes.get(id).copied().unwrap_or(id);
                if !seen.insert(id) {
                    continue;
                }
                let own = record.participants.get(id);
                let itself = own.filter(|one| span(one).is_some_and(|other| overlap(days, other)));
                let claimed =
                    claims.get(id).and_then(|others| others.iter().find(|other| span(other).is_some_and(|other| overlap(days, other))));
                let message = match (itself, claimed) {
                    (Some(_), _) => {
                        let body = &party.id;
                        text!(en: "`{id}` takes part itself, and is represented by `{body}` too", nl: "`{id}` neemt zelf deel en wordt ook vertegenwoordigd door `{body}`")
                    }
                    (None, Some(other)) => {
                        let (body, other) = (&party.id, &other.id);
                        text!(en: "`{id}` is represented by `{other}` and by `{body}`", nl: "`{id}` wordt vertegenwoordigd door `{other}` en door `{body}`")
                    }
                    (None, None) => {
                        claims.entry(id).or_default().push(party);
                        // Whoever is already counted twice is reported once, not with all for whom it stands.
                        open.extend(own.into_iter().flat_map(|one| one.represents.iter().map(Id::as_str)));
                        continue;
                    }
                };
                let help = match itself {
                    Some(_) => {
                        text!(en: "take `{id}` out of `represents`, or write `takes_part = false` in `participants/{id}.toml`", nl: "haal `{id}` uit `represents`, of zet `takes_part = false` in `participants/{id}.toml`")
                    }
                    None => text!(en: "take `{id}` out of one of the two", nl: "haal `{id}` bij een van beide uit `represents`"),
                };
                found.push(Finding::new(party.at(keys!["represents", n]), message).about(id).help(help));
            }
        }
    }
    found
}

fn missing_inhabitants(record: &Record) -> Vec<Finding> {
    let mut latest: BTreeMap<Option<&str>, &Budget> = BTreeMap::new();
    for budget in record.budgets.iter().filter(|budget| budget.contribution.is_some()) {
        let kept = latest.entry(product_of(budget)).or_insert(budget);
        if budget.year > kept.year {
            *kept = budget;
        }
    }
    let numbers = Inhabitants::new(record);
    let mut without: BTreeMap<&str, &Participant> = BTreeMap::new();
    for (product, budget) in latest {
        let Some(contribution) = budget.contribution.as_ref().filter(|contribution| needs_inhabitants(contribution)) else { continue };
        let asked =
            record.participants.values().filter(|one| is_asked(one, budget.year, product) && !has_own_amount(one, contribution, product));
        without.extend(asked.filter(|one| numbers.of(one).is_none()).map(|one| (one.id.as_str(), one)));
    }
    let finding = |one: &Participant| {
        let known =
            |id: &Id| numbers.named(id).map_or_else(|| by_code(id.as_str()).and_then(|known| known.inhabitants), |one| numbers.of(one));
        let unknown: Vec<&Id> = one.represents.iter().filter(|id| known(id).is_none()).collect();
        // A name or a code that is wrong is said by the rules about names and codes.
        let said = |id: &&Id| numbers.named(id).map_or_else(|| by_code(id.as_str()).is_none(), is_in_doubt);
        if is_in_doubt(one) || !unknown.is_empty() && unknown.iter().all(said) {
            return None;
        }
        let (id, names) = (&one.id, listed(unknown.iter().map(|id| id.as_str()), 5));
        let message = if unknown.is_empty() {
            text!(en: "the contribution depends on inhabitants, and the number of `{id}` is not on record yet", nl: "de bijdrage hangt af van het inwonertal, en dat van `{id}` ontbreekt nog")
        } else {
            text!(names; en: "the contribution depends on inhabitants, and the number of {names} (represented by `{id}`) is not on record yet", nl: "de bijdrage hangt af van het inwonertal, en dat van {names} (vertegenwoordigd door `{id}`) ontbreekt nog")
        };
        let help = text!(en: "add `inhabitants = …` and `inhabitants_on = …`", nl: "voeg `inhabitants = …` en `inhabitants_on = …` toe");
        Some(Finding::new(one.missing(keys![], "inhabitants"), message).about(id).help(help))
    };
    without.into_values().filter_map(finding).collect()
}

/// Whether the name or the code of a municipality is a finding already.
fn is_in_doubt(one: &Participant) -> bool {
    is_dutch_municipality(one) && (judge_name(one).is_some() || one.cbs_code.as_deref().is_some_and(|code| judge_code(one, code).is_some()))
}

fn needs_inhabitants(contribution: &Contribution) -> bool {
    match contribution.key {
        Key::Inhabitants | Key::Brackets | Key::FixedPlusInhabitants => true,
        Key::Classes => contribution.class.iter().any(|class| class.up_to.is_some()),
        Key::Equal | Key::Amounts => false,
    }
}

/// Whether a budget of a year asks somebody: a party in that year, or for a product whoever has a membership of it.
fn is_asked(one: &Participant, year: i32, product: Option<&str>) -> bool {
    let year = (Some(VagueDate::Year(year)), Some(VagueDate::Year(year)));
    match product {
        None => span(one).is_some_and(|days| overlap(days, year)),
        Some(product) => one
            .membership
            .iter()
            .any(|dues| dues.product.as_ref().is_some_and(|id| id.as_str() == product) && overlap((dues.from, dues.until), year)),
    }
}

/// Whether what somebody pays is said without a number of inhabitants.
fn has_own_amount(one: &Participant, contribution: &Contribution, product: Option<&str>) -> bool {
    let overridden = contribution.overrides.iter().any(|other| other.participant == one.id);
    let dues = one.membership.iter().filter(|dues| dues.product.as_ref().map(Id::as_str) == product);
    overridden || dues.into_iter().any(|dues| dues.amount.is_some() || contribution.key == Key::Classes && dues.class.is_some())
}
