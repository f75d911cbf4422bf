//! Rules about products: who keeps them working, and until when.

use rustc_hash::FxHashMap;

use crate::date::{VagueDate, within};
use crate::finding::{Class, Finding, Severity};
use crate::record::Record;
use crate::record::participant::UseStatus;
use crate::rules::{Check, Rule};
use crate::text::{Text, listed};
use crate::{keys, text};

/// Half a year: whoever has to move to something else needs about that long to order it.
const AHEAD_DAYS: i64 = 180;

pub static RULES: &[Rule] = &[
    Rule {
        name: "product-without-maintainer",
        code: "K01",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new("it is not said who maintains a product", "bij een product staat niet wie het onderhoudt"),
        why: Text::new(
            "a leak in software that nobody maintains is mended by nobody",
            "een lek in software zonder beheerder wordt door niemand gedicht",
        ),
        fix: Text::new(
            "name an organisation, a person or a team under `maintainer`, or `unknown`",
            "noem een organisatie, persoon of team bij `maintainer`, of `unknown`",
        ),
        check: Check::Each(without_maintainer),
    },
    Rule {
        name: "support-ending",
        code: "K02",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "the support of a product ends soon, or has ended while it is in use",
            "de ondersteuning van een product loopt af, of is voorbij terwijl het nog in gebruik is",
        ),
        why: Text::new(
            "whoever uses it has to prolong, update or move, and each takes months",
            "wie het gebruikt moet verlengen, bijwerken of overstappen, en dat kost maanden",
        ),
        fix: Text::new(
            "agree a later day (`supported_until`), or help the users to move (`status = \"stopped\"`)",
            "spreek een latere dag af (`supported_until`), of help de gebruikers overstappen (`status = \"stopped\"`)",
        ),
        check: Check::Each(support_ending),
    },
    Rule {
        name: "end-announced-too-late",
        code: "K03",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "the end of a product was announced later than was agreed",
            "het einde van een product is later aangekondigd dan afgesproken",
        ),
        why: Text::new(
            "users counted on the time that was agreed to move to something else",
            "gebruikers rekenden op de afgesproken tijd om over te stappen",
        ),
        fix: Text::new(
            "prolong the support by what is missing, or waive it where the users agreed",
            "verleng de ondersteuning met wat er ontbreekt, of leg een ontheffing vast als de gebruikers akkoord zijn",
        ),
        check: Check::Each(end_announced_too_late),
    },
];

fn without_maintainer(record: &Record) -> Vec<Finding> {
    let bare = record.products.values().filter(|one| one.maintainer.is_none() && one.until.is_none());
    bare.map(|one| {
        let name = &one.name;
        Finding::new(one.missing(keys![], "maintainer"), text!(en: "it is not said yet who maintains {name}", nl: "er staat nog niet wie {name} onderhoudt"))
            .about(&one.id)
            .help(text!(en: "add `maintainer = \"…\"`; `\"unknown\"` where nobody knows", nl: "voeg `maintainer = \"…\"` toe; `\"unknown\"` als niemand het weet"))
    })
    .collect()
}

/// The organisations that use each product on the day of judgement.
fn users(record: &Record) -> FxHashMap<&str, Vec<&str>> {
    let mut users: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for one in record.participants.values().filter(|one| one.left.is_none_or(|left| left.last() >= record.on)) {
        for used in
            one.uses.iter().filter(|used| matches!(used.status, None | Some(UseStatus::Live)) && within(used.from, used.until, record.on))
        {
            users.entry(used.product.as_str()).or_default().push(one.id.as_str());
        }
    }
    users
}

fn support_ending(record: &Record) -> Vec<Finding> {
    let users = users(record);
    let supported = record.products.values().filter(|one| one.until.is_none_or(|until| until.last() >= record.on));
    supported
        .filter_map(|one| {
            let until = one.supported_until?;
            let left = until.days_since(record.on);
            let names = users.get(one.id.as_str()).map_or(&[][..], Vec::as_slice);
            let (name, day) = (&one.name, VagueDate::Day(until));
            let message = if left < 0 && !names.is_empty() {
                let users = listed(names.iter().copied(), 5);
                text!(day, users; en: "the support of {name} ended on {day}; it is still used by {users}", nl: "de ondersteuning van {name} liep tot en met {day}; het is nog in gebruik bij {users}")
            } else if (0..=AHEAD_DAYS).contains(&left) {
                text!(day; en: "the support of {name} ends on {day}", nl: "de ondersteuning van {name} loopt tot en met {day}")
            } else {
                return None;
            };
            let help = text!(en: "agree a later day, or help the users to move", nl: "spreek een latere dag af, of help de gebruikers overstappen");
            Some(Finding::new(one.at(keys!["supported_until"]), message).about(&one.id).help(help))
        })
        .collect()
}

fn end_announced_too_late(record: &Record) -> Vec<Finding> {
    record
        .products
        .values()
        .filter_map(|one| {
            let (announced, months) = (one.end_announced?, one.notice_months?);
            let last = one.supported_until.or_else(|| one.until.map(VagueDate::last))?;
            let agreed = announced.plus_months(months);
            if agreed <= last {
                return None;
            }
            let (announced, agreed) = (VagueDate::Day(announced), VagueDate::Day(agreed));
            Some(
                Finding::new(
                    one.at(keys!["end_announced"]),
                    text!(announced, agreed; en: "the end was announced on {announced}; with {months} months ahead it can be {agreed} at the earliest", nl: "het einde is aangekondigd op {announced}; met {months} maanden vooraf kan dat op zijn vroegst {agreed} zijn"),
                )
                .about(&one.id)
                .help(text!(en: "prolong the support, or waive it where the users agreed", nl: "verleng de ondersteuning, of leg een ontheffing vast als de gebruikers akkoord zijn")),
            )
        })
        .collect()
}
