//! Rules about the community: its channels, its knowledge base, the time that caring for it takes, and how to contribute.

use crate::answers::area;
use crate::answers::due::{expected, kind_id, to_check};
use crate::answers::phase::{community_hours, growth, lasting};
use crate::date::VagueDate;
use crate::finding::{Class, Finding, Severity};
use crate::handbook::community::{KNOWLEDGE, Way, way_of};
use crate::handbook::{Area, Level, Phase};
use crate::record::Record;
use crate::record::event::{Community, KnowledgeKind};
use crate::record::references::{document, guides};
use crate::record::values::Hours;
use crate::rules::{Check, Rule};
use crate::source::layout::FileKind;
use crate::text::Text;
use crate::{keys, text};

/// Days after its rhythm that a channel may be silent, and after a year that knowledge may wait: a holiday may lie between.
const GRACE: i64 = 30;

pub static RULES: &[Rule] = &[
    Rule {
        name: "missing-channel",
        code: "G01",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "participants have no channel, or only one that goes in one direction",
            "er is geen kanaal voor de deelnemers, of alleen in één richting",
        ),
        why: Text::new(
            "a community begins with one channel (B14); from six municipalities on it needs news for all and a place to ask (B2, B5)",
            "een community begint met één kanaal (B14); vanaf zes gemeenten zijn er nieuws voor iedereen en een plek voor vragen nodig (B2, B5)",
        ),
        fix: Text::new("add a `[[channel]]` to `community.toml`", "voeg in `community.toml` een `[[channel]]` toe"),
        check: Check::Whole(&[FileKind::Community, FileKind::Participant], missing_channel),
    },
    Rule {
        name: "silent-channel",
        code: "G02",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "a channel with a rhythm has been silent for longer than that",
            "een kanaal met een vast ritme is al langer stil dan is afgesproken",
        ),
        why: Text::new(
            "who counts on news at fixed times takes silence for an end (B6)",
            "wie op vaste momenten nieuws verwacht, ziet stilte als het einde (B6)",
        ),
        fix: Text::new(
            "write when the last was under `last`, or agree on another `rhythm`",
            "zet bij `last` wanneer de laatste was, of spreek een ander `rhythm` af",
        ),
        check: Check::Each(silent_channel),
    },
    Rule {
        name: "missing-knowledge",
        code: "G03",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a community of this size misses a part of its knowledge base",
            "in de kennisbank ontbreekt iets wat bij deze omvang hoort",
        ),
        why: Text::new(
            "a newcomer begins with something to read (B14); the more there are, the more often the same is asked (B9)",
            "een nieuwe deelnemer begint met iets om te lezen (B14); hoe meer deelnemers, hoe vaker dezelfde vraag terugkomt (B9)",
        ),
        fix: Text::new(
            "add a `[[knowledge]]` to `community.toml` for what is there, or make what is not",
            "voeg in `community.toml` een `[[knowledge]]` toe voor wat er al is, of maak wat er nog niet is",
        ),
        check: Check::Whole(&[FileKind::Community, FileKind::Participant], missing_knowledge),
    },
    Rule {
        name: "stale-knowledge",
        code: "G04",
        level: Severity::Warn,
        class: Class::Dated,
        summary: Text::new(
            "nobody has looked for a year whether a part of the knowledge base is still right",
            "al een jaar heeft niemand bekeken of een onderdeel van de kennisbank nog klopt",
        ),
        why: Text::new(
            "a page that is no longer right costs a newcomer more than no page (B9)",
            "een pagina die niet meer klopt, kost een nieuwe deelnemer meer dan geen pagina (B9)",
        ),
        fix: Text::new("look at it, and write the day under `checked`", "bekijk de inhoud, en zet de datum bij `checked`"),
        check: Check::Each(stale_knowledge),
    },
    Rule {
        name: "thin-community-time",
        code: "G05",
        level: Severity::Allow,
        class: Class::Judgement,
        summary: Text::new(
            "there is less time for the community than its phase asks",
            "er is minder tijd voor de community dan bij de fase past",
        ),
        why: Text::new(
            "the handbook reckons with 2 to 4 hours a month for a pioneer, 4 to 8 hours a week for growth, 8 to 16 for a mature community (B2)",
            "het handboek rekent op 2 tot 4 uur per maand in de pioniersfase, 4 tot 8 uur per week in de groeifase en 8 tot 16 uur daarna (B2)",
        ),
        fix: Text::new(
            "find more hours for the tasks of the community, or do fewer of them",
            "maak meer uren vrij voor de communitytaken, of doe er minder",
        ),
        check: Check::Whole(&[FileKind::Task, FileKind::Role, FileKind::Participant], thin_community_time),
    },
    Rule {
        name: "missing-contributing",
        code: "G06",
        level: Severity::Warn,
        class: Class::Standing,
        summary: Text::new(
            "a code base within the record does not say how to contribute",
            "een codebase in het dossier zegt niet hoe u kunt bijdragen",
        ),
        why: Text::new(
            "who wants to help begins with how: where to ask, how a change gets in (B11)",
            "wie wil meehelpen, zoekt eerst hoe: waar u iets vraagt en hoe een wijziging erin komt (B11)",
        ),
        fix: Text::new("add `CONTRIBUTING.md` to the code base", "voeg `CONTRIBUTING.md` toe aan de codebase"),
        check: Check::Each(missing_contributing),
    },
];

/// What somebody keeps of the community, where there is one: with meetings and agreements, and more than one municipality.
fn kept(record: &Record) -> Option<(&Community, Phase)> {
    let running = record.collaboration.as_ref().is_none_or(|settings| settings.ended.is_none());
    let together = lasting(record);
    let phase = Phase::of(together).filter(|_| together > 1 && running && record.level() >= Some(Level::Light))?;
    Some((record.community.as_ref()?, phase))
}

fn missing_channel(record: &Record) -> Vec<Finding> {
    let Some((community, phase)) = kept(record) else { return Vec::new() };
    let finding =
        |about: &str, message: Text, help: Text| Finding::new(community.missing(keys![], "channel"), message).about(about).help(help);
    if community.channel.is_empty() {
        return vec![finding(
            "channel",
            text!(en: "no channel is on record yet", nl: "er staat nog geen kanaal in het dossier"),
            text!(en: "add a `[[channel]]`; one is enough to begin with", nl: "voeg een `[[channel]]` toe; één is genoeg om te beginnen"),
        )];
    }
    // Of a channel of which the kind is not said it may go either way.
    if phase == Phase::Pioneer || community.channel.iter().any(|channel| channel.kind.is_none()) {
        return Vec::new();
    }
    let goes = |way: Way| community.channel.iter().any(|channel| channel.kind.and_then(|kind| way_of(kind_id(kind))) == Some(way));
    let mut found = Vec::new();
    if !goes(Way::OneWay) {
        found.push(finding(
            "one-way",
            text!(en: "no channel brings news to all participants", nl: "geen enkel kanaal brengt nieuws naar alle deelnemers"),
            text!(en: "add a `[[channel]]` of kind `newsletter`, `release-notes`, `website` or `email`", nl: "voeg een `[[channel]]` toe met soort `newsletter`, `release-notes`, `website` of `email`"),
        ));
    }
    if !goes(Way::TwoWay) {
        found.push(finding(
            "two-way",
            text!(en: "participants have no channel to ask each other", nl: "er is geen kanaal waarin deelnemers elkaar iets kunnen vragen"),
            text!(en: "add a `[[channel]]` of kind `chat`, `forum` or `list`", nl: "voeg een `[[channel]]` toe met soort `chat`, `forum` of `list`"),
        ));
    }
    found
}

fn silent_channel(record: &Record) -> Vec<Finding> {
    let ended = record.collaboration.as_ref().is_some_and(|settings| settings.ended.is_some());
    let Some(community) = record.community.as_ref().filter(|_| !ended) else { return Vec::new() };
    let silent = community.channel.iter().enumerate().filter_map(|(n, channel)| {
        let last = VagueDate::Day(channel.last?);
        (expected(channel)?.plus_days(GRACE) < record.on).then(|| {
            let name = channel.name.as_deref().unwrap_or(channel.id.as_str());
            Finding::new(community.at(keys!["channel", n, "last"]), text!(last; en: "“{name}” was last heard on {last}", nl: "van “{name}” kwam op {last} voor het laatst iets"))
                .about(&channel.id)
                .help(text!(en: "write when the last was under `last`, or agree on another `rhythm`", nl: "zet bij `last` wanneer de laatste was, of spreek een ander `rhythm` af"))
        })
    });
    silent.collect()
}

fn knowledge_id(kind: KnowledgeKind) -> &'static str {
    match kind {
        KnowledgeKind::Wiki => "wiki",
        KnowledgeKind::Faq => "faq",
        KnowledgeKind::UseCase => "use-case",
        KnowledgeKind::Tutorial => "tutorial",
        KnowledgeKind::Video => "video",
        KnowledgeKind::Manual => "manual",
    }
}

fn missing_knowledge(record: &Record) -> Vec<Finding> {
    let Some((community, phase)) = kept(record) else { return Vec::new() };
    let finding =
        |message: Text, help: Text| vec![Finding::new(community.missing(keys![], "knowledge"), message).about("knowledge").help(help)];
    if community.knowledge.is_empty() {
        return finding(
            text!(en: "nothing is on record that a new participant can begin with", nl: "er staat nog niets in het dossier waar een nieuwe deelnemer mee kan beginnen"),
            text!(en: "add a `[[knowledge]]`, such as a page on how to begin", nl: "voeg een `[[knowledge]]` toe, zoals een pagina over hoe u begint"),
        );
    }
    if phase == Phase::Pioneer || community.knowledge.iter().any(|knowledge| knowledge.kind.is_none()) {
        return Vec::new();
    }
    let is_there = |wanted: &str| {
        community.knowledge.iter().filter_map(|knowledge| knowledge.kind.map(knowledge_id)).any(|kind| {
            // A manual is a place for all information, and takes people step by step.
            kind == wanted || kind == "manual" && matches!(wanted, "wiki" | "tutorial")
        })
    };
    let missing: Vec<_> = KNOWLEDGE.iter().filter(|part| part.from <= phase && !is_there(part.kind)).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let names: Vec<Text> = missing.iter().map(|part| part.name.clone()).collect();
    let (names, kinds) = (crate::answers::presence::joined(&names, ", "), crate::text::listed(missing.iter().map(|part| part.kind), 5));
    finding(
        text!(names; en: "not on record yet: {names}", nl: "nog niet in het dossier: {names}"),
        text!(kinds; en: "add a `[[knowledge]]` of kind {kinds} for what is there, or make what is not", nl: "voeg een `[[knowledge]]` toe met soort {kinds} voor wat er al is, of maak wat er nog niet is"),
    )
}

fn stale_knowledge(record: &Record) -> Vec<Finding> {
    let ended = record.collaboration.as_ref().is_some_and(|settings| settings.ended.is_some());
    let Some(community) = record.community.as_ref().filter(|_| !ended) else { return Vec::new() };
    let stale = community.knowledge.iter().enumerate().filter_map(|(n, knowledge)| {
        let checked = VagueDate::Day(knowledge.checked?);
        (to_check(knowledge)?.plus_days(GRACE) < record.on).then(|| {
            let name = knowledge.name.as_deref().unwrap_or(knowledge.id.as_str());
            Finding::new(community.at(keys!["knowledge", n, "checked"]), text!(checked; en: "“{name}” was last looked at on {checked}", nl: "“{name}” is op {checked} voor het laatst nagekeken"))
                .about(&knowledge.id)
                .help(text!(en: "look whether it is still right, and write the day under `checked`", nl: "kijk of het nog klopt, en zet de datum bij `checked`"))
        })
    });
    stale.collect()
}

fn thin_community_time(record: &Record) -> Vec<Finding> {
    let Some(phase) = growth(record, record.on).phase else { return Vec::new() };
    let tasks: Vec<_> = record.tasks.values().filter(|task| area(task) == Some(Area::Community)).collect();
    let Some(first) = tasks.first() else { return Vec::new() };
    let Some(Hours(weekly)) = community_hours(record) else { return Vec::new() };
    let least = phase.hours_per_week().0;
    if weekly + 0.01 >= least {
        return Vec::new();
    }
    let (weekly, named, time) = (Hours(weekly), phase.name(), phase.time());
    let at = if first.hours.is_some() { first.at(keys!["hours"]) } else { first.at(keys!["title"]) };
    let message = text!(weekly, named, time; en: "the tasks of the community have {weekly} hours a week; the handbook reckons with {time} ({named})", nl: "voor de communitytaken is {weekly} uur per week; het handboek rekent op {time} ({named})");
    let help = text!(en: "find more hours, or do fewer things", nl: "maak meer uren vrij, of doe minder");
    vec![Finding::new(at, message).about("community").help(help)]
}

fn missing_contributing(record: &Record) -> Vec<Finding> {
    let at_hand = record.products.values().filter_map(|product| Some((product, product.repository.as_deref()?)));
    let bare = at_hand.filter(|(_, repository)| {
        let is_here = document(repository).is_some_and(|path| record.documents.contains(path));
        is_here && !guides(repository).iter().any(|guide| record.documents.contains(guide))
    });
    bare.map(|(product, repository)| {
        let name = &product.name;
        Finding::new(
            product.at(keys!["repository"]),
            text!(en: "the code of {name} does not say how to contribute", nl: "bij de code van {name} staat niet hoe u kunt bijdragen"),
        )
        .about(&product.id)
        .help(text!(en: "add `CONTRIBUTING.md` to `{repository}`", nl: "voeg `CONTRIBUTING.md` toe in `{repository}`"))
    })
    .collect()
}
