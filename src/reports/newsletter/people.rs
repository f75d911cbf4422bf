//! People and organisations in a newsletter: who joined, who leaves, who does what now, who is thanked, who is sought.

use crate::answers::audience::{called, may_see};
use crate::answers::giving::{Gift, Giving, gifts};
use crate::answers::presence::{joined, name, seated};
use crate::answers::vacancies::{Sought, places, vacancies};
use crate::date::{Date, VagueDate};
use crate::record::index::Kinds;
use crate::record::participant::{Participant, Status};
use crate::record::values::{Id, TakesPart};
use crate::record::work::{Holder, Role, RoleKind};
use crate::reports::newsletter::{Draft, Section, enumerated, since, some, stopped};
use crate::reports::thanks::{in_order, sums};
use crate::text;
use crate::text::Text;

/// Whether an organisation takes part, now or then; a supplier does not, unless it says so.
pub fn is_member(one: &Participant) -> bool {
    one.takes_part.unwrap_or(if one.supplier { TakesPart::No } else { TakesPart::Yes }) == TakesPart::Yes
}

pub fn welcome(draft: &Draft<'_>) -> Section {
    let record = draft.record;
    let new: Vec<&Participant> = record
        .participants
        .values()
        .filter(|one| {
            is_member(one) && one.joined.is_some_and(|joined| draft.is_new(joined)) && one.status_on(record.on) != Some(Status::Left)
        })
        .chain(since::joined(draft).into_iter().filter(|one| is_member(one)))
        .collect();
    let names: Vec<Text> = new.iter().map(|one| Text::same(one.name.as_str())).collect();
    let names = enumerated(&names);
    let lines = new.iter().map(|one| {
        let who = &one.name;
        let mut line = match one.joined {
            Some(joined) => text!(joined; en: "{who} has been taking part since {joined}.", nl: "{who} doet mee sinds {joined}."),
            None => text!(en: "{who} is now taking part.", nl: "{who} doet voortaan mee."),
        };
        if let Some(contact) =
            one.contact.as_ref().and_then(|contact| record.people.get(contact)).filter(|one| may_see(one, draft.audience))
        {
            let contact = &contact.name;
            line = line.then(&text!(en: " Their contact is {contact}.", nl: " Contactpersoon is {contact}."));
        }
        let buddy = one.onboarding.as_ref().and_then(|onboarding| draft.named(onboarding.buddy.as_ref()?));
        if let Some(buddy) = buddy {
            line = line.then(
                &text!(buddy; en: " {buddy} is helping them find their feet as their buddy.", nl: " {buddy} helpt op weg als buddy."),
            );
        }
        line
    });
    let count = record.parties().count();
    Section {
        id: "joined",
        label: some(new.len(), Text::new("a new participant", "een nieuwe deelnemer"), &Text::new("new participants", "nieuwe deelnemers")),
        heading: text!(names; en: "Welcome, {names}!", nl: "Welkom, {names}!"),
        opening: None,
        lines: lines.collect(),
        closing: (count > 1 && !new.is_empty())
            .then(|| text!(en: "That makes {count} of us.", nl: "Daarmee zijn we met {count} deelnemers.")),
    }
}

pub fn farewell(draft: &Draft<'_>) -> Section {
    let record = draft.record;
    let mut lines = Vec::new();
    for one in record.participants.values().filter(|one| is_member(one)) {
        let who = &one.name;
        // It takes part on its last day: that it left is news on the day after.
        let left = one.left.filter(|left| draft.is_new(VagueDate::Day(left.last().plus_days(1))));
        let gone = one.status_on(record.on) == Some(Status::Left);
        let line = match (left, one.notice_given.filter(|notice| draft.is_new(*notice))) {
            (Some(last), _) if gone => {
                text!(last; en: "{who} took part until {last}. Thank you for everything we did together!", nl: "{who} deed mee tot en met {last}. Dank voor wat we samen hebben gedaan!")
            }
            (_, Some(notice)) => match one.left {
                Some(last) => {
                    text!(notice, last; en: "{who} gave notice on {notice} and will take part until {last}.", nl: "{who} heeft op {notice} opgezegd en doet mee tot en met {last}.")
                }
                None => text!(notice; en: "{who} gave notice on {notice}.", nl: "{who} heeft op {notice} opgezegd."),
            },
            _ => continue,
        };
        let next = one.successor.as_ref().map(|next| name(record, next, draft.audience));
        lines.push(match next {
            Some(next) => line.then(&text!(next; en: " {next} will take its place.", nl: " {next} komt ervoor in de plaats.")),
            None => line,
        });
    }
    Section {
        id: "left",
        label: Text::new("a goodbye", "een afscheid"),
        heading: Text::new("Goodbye", "Afscheid"),
        opening: None,
        lines,
        closing: None,
    }
}

/// Who holds another role, or a role for the first time.
pub fn roles(draft: &Draft<'_>) -> Section {
    let record = draft.record;
    let mut lines = Vec::new();
    for role in record.roles.values().filter(|role| role.until.is_none_or(|until| until.last() >= record.on)) {
        let title = &role.title;
        let begun = |holder: &&Holder| !holder.former && holder.from.is_some_and(|from| draft.is_new(from));
        for holder in role.holder.iter().filter(begun).filter(|holder| !record.index.meant(&holder.who).has(Kinds::ROLE | Kinds::GROUP)) {
            let (Some(who), Some(from)) = (draft.named(&holder.who), holder.from) else { continue };
            let before = before(role, from.first());
            // Another term of the same holder is no news.
            if before == Some(&holder.who) {
                continue;
            }
            let line = text!(who, from; en: "{title}: {who}, since {from}", nl: "{title}: {who}, sinds {from}");
            lines.push(match before.and_then(|before| draft.named(before)) {
                Some(before) => line.then(&text!(before; en: ", after {before}", nl: ", na {before}")),
                None => line,
            });
        }
        for who in since::holders(draft, role).into_iter().filter_map(|who| draft.named(who)) {
            lines.push(text!(who; en: "{title}: {who}", nl: "{title}: {who}"));
        }
        for turn in role.turn.iter().filter(|turn| draft.is_new(VagueDate::Day(turn.from))) {
            let (Some(who), from) = (draft.named(&turn.who), turn.from) else { continue };
            lines.push(
                text!(who, from; en: "{title}: it has been the turn of {who} since {from}", nl: "{title}: sinds {from} is {who} aan de beurt"),
            );
        }
    }
    Section {
        id: "roles",
        label: some(
            lines.len(),
            Text::new("somebody new in a role", "iemand nieuw in een rol"),
            &Text::new("people new in a role", "mensen nieuw in een rol"),
        ),
        heading: Text::new("New in a role", "Nieuw in een rol"),
        opening: None,
        lines,
        closing: None,
    }
}

/// Who held a position until the day before.
fn before(role: &Role, day: Date) -> Option<&Id> {
    let ended = |holder: &&Holder| holder.until.is_some_and(|until| until.last() == day.plus_days(-1));
    let mut all = role.holder.iter().filter(ended).filter(|_| role.kind != Some(RoleKind::Body));
    let first = all.next()?;
    all.next().is_none().then_some(&first.who)
}

/// Of more who gave as much nobody stands in the light by that alone: whoever edits the draft is told.
const MOST_THANKED: usize = 5;

/// How many gave most, where these are more than are named first.
pub fn tied(draft: &Draft<'_>) -> Option<usize> {
    let ranked = ranked(draft, &given(draft));
    let most = ranked.first().map(|(_, points)| *points);
    Some(ranked.iter().filter(|(_, points)| Some(*points) == most).count()).filter(|count| *count > MOST_THANKED)
}

/// What was given, without hours.
fn given<'a>(draft: &Draft<'a>) -> Giving<'a> {
    Giving { gifts: gifts(draft.record, |on| draft.is_new(on)), ..Giving::default() }
}

/// Of a gift a person is thanked, and the organisation where nobody is named.
fn who(gift: &Gift<'_>) -> Id {
    gift.person.map_or_else(|| gift.organisation.id.clone(), Clone::clone)
}

/// Whoever may be thanked by name with their points: most first, and of those with as many whoever gave last.
fn ranked(draft: &Draft<'_>, given: &Giving<'_>) -> Vec<(Id, i64)> {
    let people = sums(given).1;
    let mut ranked: Vec<(Id, i64)> = in_order(&people).into_iter().filter_map(|(id, sum)| Some((id?.clone(), sum.points))).collect();
    for gift in given.gifts.iter().filter(|gift| gift.person.is_none()) {
        match ranked.iter_mut().find(|(id, _)| *id == gift.organisation.id) {
            Some((_, points)) => *points += i64::from(gift.points),
            None => ranked.push((gift.organisation.id.clone(), i64::from(gift.points))),
        }
    }
    ranked.retain(|(id, _)| draft.named(id).is_some());
    let latest = |id: &Id| given.gifts.iter().filter(|gift| who(gift) == *id).map(|gift| gift.given.on.last()).max();
    ranked.sort_by_key(|(id, points)| (-points, std::cmp::Reverse(latest(id)), id.clone()));
    ranked
}

/// The contributor of the period, and who else gave something (B13).
pub fn thanked(draft: &Draft<'_>) -> Section {
    let given = given(draft);
    let ranked = ranked(draft, &given);
    let most = ranked.first().map_or(0, |(_, points)| *points);
    let told = |id: &Id| {
        let what: Vec<Text> = given.gifts.iter().filter(|gift| who(gift) == *id).map(|gift| Text::same(gift.given.what.as_str())).collect();
        let (who, what) = (draft.named(id).unwrap_or_default(), stopped(&joined(&what, "; ")));
        text!(who, what; en: "{who}: {what}", nl: "{who}: {what}")
    };
    let first = ranked.iter().take(MOST_THANKED).take_while(|(_, points)| *points == most).count();
    let (first, rest) = ranked.split_at(first);
    let rest: Vec<Text> = rest.iter().filter_map(|(id, _)| draft.named(id)).collect();
    let rest = enumerated(&rest);
    Section {
        id: "thanks",
        label: Text::new("a word of thanks", "een woord van dank"),
        heading: Text::new("With thanks to", "In het zonnetje"),
        opening: None,
        lines: first.iter().map(|(id, _)| told(id)).collect(),
        closing: (!rest.en.is_empty()).then(|| text!(rest; en: "Thanks also to {rest}.", nl: "Dank ook aan {rest}.")),
    }
}

pub fn sought(draft: &Draft<'_>) -> Section {
    let record = draft.record;
    let all = vacancies(record);
    let lines: Vec<Text> = all
        .iter()
        .map(|vacancy| {
            let role = vacancy.role;
            let title = &role.title;
            let mut line = match vacancy.what {
                Sought::Holder | Sought::Successor => Text::same(title.as_str()),
                Sought::Seat(seat) => {
                    let profile = seat.profile.as_deref().unwrap_or(seat.id.as_str());
                    text!(en: "{title}, a seat: {profile}", nl: "{title}, een zetel: {profile}")
                }
                Sought::Members(1) => text!(en: "{title}: a member", nl: "{title}: een lid"),
                Sought::Members(count) => text!(en: "{title}: {count} members", nl: "{title}: {count} leden"),
            };
            if let (Some(hours), Sought::Holder | Sought::Successor) = (role.hours, vacancy.what) {
                line = line.then(&text!(hours; en: ", {hours} hours a week", nl: ", {hours} uur per week"));
            }
            if let Some(purpose) = role.purpose.as_deref().filter(|_| role.kind != Some(RoleKind::Body)) {
                line = line.then(&text!(en: ": {purpose}", nl: ": {purpose}"));
            }
            if vacancy.what == Sought::Successor {
                let interim: Vec<Text> = seated(record, role)
                    .iter()
                    .filter_map(|seated| record.people.get(record.index.plain(seated.who).0.as_ref()))
                    .map(|person| called(record, person, draft.audience))
                    .collect();
                let interim = enumerated(&interim);
                line = line.then(&text!(interim; en: " (for the time being: {interim})", nl: " (tijdelijk: {interim})"));
            }
            line
        })
        .map(|line| crate::reports::capital(&line))
        .collect();
    Section {
        id: "vacancies",
        label: some(places(&all), Text::new("a vacancy", "een vacature"), &Text::new("vacancies", "vacatures")),
        heading: Text::new("We are looking for", "Wij zoeken"),
        opening: None,
        closing: (!lines.is_empty()).then(|| {
            Text::new(
                "Interested, or do you know somebody who might be? Let us know.",
                "Interesse, of iemand in gedachten? Laat het horen.",
            )
        }),
        lines,
    }
}
