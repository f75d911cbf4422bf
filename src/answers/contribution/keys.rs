//! The keys of a contribution: a total divided equally or by inhabitants, the price of a class, rates, agreed amounts (A4).

use std::collections::{BTreeMap, BTreeSet};

use crate::answers::contribution::division::Bound;
use crate::answers::contribution::exact::{Decimal, at_rates, part};
use crate::answers::contribution::gap::{Gap, Said};
use crate::answers::contribution::need::Need;
use crate::answers::contribution::payers::{Span, Taking};
use crate::answers::contribution::shared::{Counted, shares};
use crate::answers::contribution::spells::{dues_within, spells};
use crate::answers::contribution::units::{Organisations, Unit, identity};
use crate::answers::contribution::{Divided, How, Note, Own, OwnBy, Paid, Question, divides, product_of};
use crate::date::within;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, Class, Contribution, JointBodies, Key, ProRata};
use crate::record::participant::{Membership, Participant};

/// What a payer's amount is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    pub record: &'a Record,
    pub budget: &'a Budget,
    pub contribution: &'a Contribution,
}

/// A payer and its amount, before effort in kind and VAT.
#[derive(Debug, Clone)]
pub struct Reckoned<'a> {
    pub taking: Taking<'a>,
    pub units: Vec<Paid<'a>>,
    pub by_key: Option<Money>,
    pub own: Option<Own<'a>>,
    pub amount: Money,
}

/// What each payer is asked for its part of the period. An amount of its own, by an override or a membership, is asked as it
/// stands: it changes what one is asked and not what the others pay, so its share stays in the division. Minimum and maximum hold
/// for the whole period, before its part is taken. A joint body pays the sum of those whom it represents unless the budget says `one`.
pub fn amounts<'a>(
    frame: &Frame<'a>,
    span: &Span<'_>,
    need: &Need,
    taking: Vec<Taking<'a>>,
    question: &Question<'a>,
    said: &mut Said,
) -> (Vec<Reckoned<'a>>, Option<Divided>) {
    check(frame, said);
    let organisations = Organisations::new(frame.record, question);
    let mut counted = Vec::new();
    for one in taking {
        let own = own(frame, one.one, one.membership);
        agreed_for_a_part(frame, span, &one, own, said);
        let units = match own {
            Some(_) if !divides(frame.contribution) => Vec::new(),
            _ => units(frame, &organisations, &one, own.is_some(), said),
        };
        counted.push((one, own, units));
    }
    told_twice(&organisations, &counted, said);
    if !said.gaps.is_empty() {
        return (Vec::new(), None);
    }
    let (paid, divided) = if divides(frame.contribution) {
        let Some(total) = need.wanted else { return (Vec::new(), None) };
        shares(frame, Money(total.0.max(0)), &counted, said)
    } else {
        let each =
            counted.iter().map(|(taking, _, units)| units.iter().flat_map(|unit| in_spells(frame, span, taking, unit, said)).collect());
        (each.collect(), None)
    };
    let reckoned = counted.into_iter().zip(paid).map(|((taking, own, _), units): (_, Vec<Paid<'a>>)| {
        let by_key = (!units.is_empty()).then(|| units.iter().map(Paid::amount).sum());
        let amount = own.map_or_else(|| by_key.unwrap_or_default(), |own| own.amount);
        Reckoned { taking, units, by_key, own, amount }
    });
    (reckoned.collect(), divided)
}

/// Whatever is wrong with the key itself.
fn check(frame: &Frame<'_>, said: &mut Said) {
    let (file, dues) = (&frame.budget.file, frame.contribution);
    let mut gap = |what: &str, help: &str| said.gaps.push(Gap::new(file, what, help));
    let amounts = [("minimum", dues.minimum), ("maximum", dues.maximum), ("base", dues.base), ("joining_fee", dues.joining_fee)];
    for (key, _) in amounts.iter().filter(|(_, amount)| amount.is_some_and(|amount| amount.0 < 0)) {
        gap(&format!("`{key}` is less than zero"), "write an amount of zero or more");
    }
    for class in &dues.class {
        let fees = [class.amount.known(), class.non_member, class.joining_fee];
        if fees.into_iter().flatten().any(|amount| amount.0 < 0) {
            gap(&format!("an amount of the class `{}` is less than zero", class.name), "write an amount of zero or more");
        }
    }
    let mut overridden = BTreeSet::new();
    for other in &dues.overrides {
        let id = frame.record.index.plain(&other.participant).0;
        if !overridden.insert(id.clone()) {
            gap(&format!("`{id}` has two amounts of its own"), "keep one `override`");
        }
    }
    let mut names = BTreeSet::new();
    let sizes: Vec<u32> = dues.class.iter().filter_map(|class| class.up_to).collect();
    let rates: Vec<u32> = dues.bracket.iter().map(|bracket| bracket.up_to.unwrap_or(u32::MAX)).collect();
    if dues.class.iter().any(|class| !names.insert(&class.name)) || twice(&sizes) || twice(&rates) {
        gap("two classes have the same name, or two classes or brackets reach as far", "mend `name` or `up_to`");
    }
    if dues.minimum.zip(dues.maximum).is_some_and(|(least, most)| least > most) {
        gap("`minimum` is more than `maximum`", "mend one of the two");
    }
    if dues.key == Key::FixedPlusInhabitants && dues.base.is_none() {
        gap("`base`, the fixed part, is not known", "write `base = …` under `[contribution]`");
    }
    if dues.key == Key::FixedPlusInhabitants && dues.maximum.zip(dues.base).is_some_and(|(most, base)| most < base) {
        gap("`maximum` is less than the fixed part `base`", "mend one of the two");
    }
    if dues.key == Key::Classes && dues.class.is_empty() {
        gap("there are no classes", "write `class = [{ name = …, up_to = …, amount = … }]` under `[contribution]`");
    }
    if dues.key == Key::Brackets && dues.bracket.is_empty() {
        gap("there are no brackets", "write `bracket = [{ up_to = …, rate = … }]` under `[contribution]`");
    }
    for bracket in dues.bracket.iter().filter(|bracket| Decimal::of(bracket.rate).is_none()) {
        gap(&format!("the rate {} cannot be reckoned with", bracket.rate.0), "write zero or more, with nine decimals at most");
    }
}

fn twice(all: &[u32]) -> bool {
    let mut seen = BTreeSet::new();
    !all.iter().all(|one| seen.insert(one))
}

/// An amount of its own: an override, else the amount of the membership.
fn own<'a>(frame: &Frame<'a>, one: &Participant, membership: Option<&'a Membership>) -> Option<Own<'a>> {
    let named = |id| frame.record.index.plain(id).0 == one.id.as_str();
    if let Some(found) = frame.contribution.overrides.iter().find(|other| named(&other.participant)) {
        return Some(Own { amount: found.amount, reason: found.reason.as_deref(), by: OwnBy::Override });
    }
    let dues = membership?;
    Some(Own { amount: dues.amount?, reason: dues.reason.as_deref(), by: OwnBy::Membership })
}

/// What is counted of a payer, with the numbers that the key asks for.
fn units<'a>(frame: &Frame<'a>, organisations: &Organisations<'a>, taking: &Taking<'a>, has_own: bool, said: &mut Said) -> Vec<Unit<'a>> {
    let dues = frame.contribution;
    let by_class = dues.key == Key::Classes && taking.membership.is_some_and(|membership| membership.class.is_some());
    let one = taking.one;
    let as_one = by_class || dues.joint_bodies == Some(JointBodies::One) || one.represents.is_empty();
    let mut units = if as_one { vec![Organisations::uncounted(one)] } else { organisations.units(one) };
    let partly = units.iter().find(|unit| unit.is_partly_named).filter(|_| !as_one && dues.key != Key::Inhabitants && !has_own);
    if let Some(body) = partly {
        let what = format!("not all whom `{}` represents are named, so what they pay together is not known", body.id);
        said.gaps.push(Gap::new(
            &one.file,
            &what,
            "name them in `represents`, write `joint_bodies = \"one\"` in the budget, or agree an amount",
        ));
        return units;
    }
    let mut missing = Vec::new();
    for unit in &mut units {
        if !asks_number(frame, taking, unit) {
            continue;
        }
        match organisations.count_of(unit) {
            Ok(count) => unit.count = Some(count),
            Err(whom) => missing.extend(whom),
        }
    }
    if missing.is_empty() {
        return units;
    }
    if has_own {
        // Without a number it cannot weigh; what it pays was agreed anyhow.
        said.notes.push(Note::Unweighed(one.id.clone()));
        return Vec::new();
    }
    for id in missing {
        let what = format!("the number of inhabitants of `{id}` is not known");
        said.gaps.push(Gap::new(&one.file, &what, "add `inhabitants` and `inhabitants_on`, or agree an amount (`override` in the budget)"));
    }
    units
}

/// Whether a unit's amount depends on its inhabitants.
fn asks_number(frame: &Frame<'_>, taking: &Taking<'_>, unit: &Unit<'_>) -> bool {
    let dues = frame.contribution;
    match dues.key {
        Key::Equal | Key::Amounts => false,
        Key::Classes => class_named(frame, taking, unit).is_none() && dues.class.iter().any(|class| class.up_to.is_some()),
        Key::Inhabitants | Key::Brackets | Key::FixedPlusInhabitants => own_of_unit(frame, taking, unit).is_none(),
    }
}

/// The dues of a unit: the payer's own, or those of the represented organisation itself.
fn dues_of<'a>(frame: &Frame<'a>, taking: &Taking<'a>, unit: &Unit<'a>) -> Option<&'a Membership> {
    if unit.id == taking.id.as_str() {
        return taking.membership;
    }
    let of_product = |dues: &&Membership| {
        let product = product_of(frame.budget);
        dues.product.as_ref().map(|id| frame.record.index.plain(id).0).as_deref() == product
    };
    unit.one?.membership.iter().filter(of_product).find(|dues| within(dues.from, dues.until, taking.from))
}

/// An amount agreed for one of those whom a payer represents.
fn own_of_unit<'a>(frame: &Frame<'a>, taking: &Taking<'a>, unit: &Unit<'a>) -> Option<Own<'a>> {
    let one = unit.one.filter(|one| one.id != *taking.id)?;
    own(frame, one, dues_of(frame, taking, unit))
}

fn class_named<'a>(frame: &Frame<'a>, taking: &Taking<'a>, unit: &Unit<'a>) -> Option<&'a str> {
    dues_of(frame, taking, unit).and_then(|dues| dues.class.as_deref())
}

/// Says of whom two pay: the record may mean it, but rarely does.
fn told_twice<'a>(organisations: &Organisations<'a>, counted: &[Counted<'a>], said: &mut Said) {
    let mut paid: BTreeMap<String, (String, &Taking<'_>)> = BTreeMap::new();
    for (taking, ..) in counted {
        for unit in organisations.units(taking.one) {
            if let Some((name, first)) = paid.get(&identity(&unit)) {
                said.notes.push(Note::Twice { name: name.clone(), first: first.id.clone(), second: taking.id.clone() });
            } else {
                paid.insert(identity(&unit), (unit.name.clone(), taking));
            }
        }
    }
}

/// An amount that was agreed for a part of the time says nothing of the rest, and it is not guessed.
fn agreed_for_a_part<'a>(frame: &Frame<'a>, span: &Span<'_>, taking: &Taking<'a>, own: Option<Own<'a>>, said: &mut Said) {
    let dues = dues_within(frame, taking);
    if own.is_some_and(|own| own.by == OwnBy::Override) || dues.iter().all(|one| one.amount.is_none()) {
        return;
    }
    if spells(span, taking, &dues).len() > 1 {
        let what =
            format!("the amount agreed for `{}` is for a part only of the time in which it takes part, and not for the rest", taking.id);
        said.gaps.push(Gap::new(
            &taking.one.file,
            &what,
            "agree an amount for the whole of it (`override` in the budget), or mend `from` and `until` of its `[[membership]]`",
        ));
    }
}

/// What a unit pays where nothing is divided: of a payer whose class changes within the period, each part by its own.
fn in_spells<'a>(frame: &Frame<'a>, span: &Span<'_>, taking: &Taking<'a>, unit: &Unit<'a>, said: &mut Said) -> Vec<Paid<'a>> {
    let is_its = unit.id == taking.id.as_str() && frame.contribution.key == Key::Classes;
    let mut parts = if is_its { spells(span, taking, &dues_within(frame, taking)) } else { Vec::new() };
    if parts.len() > 1 && span.pro_rata == ProRata::None {
        said.notes.push(Note::Changing(taking.id.clone()));
        parts.clear();
    }
    if parts.len() < 2 {
        return priced(frame, taking, unit, said).into_iter().collect();
    }
    let mut paid: Vec<Paid<'a>> = Vec::new();
    for (spell, membership) in parts {
        // Of a product nobody pays for the time in which it had none.
        if span.product.is_some() && membership.is_none() {
            continue;
        }
        let now = Taking { from: spell.from, until: spell.until, portion: spell.portion, membership, ..*taking };
        let mut counted = unit.clone();
        if membership.is_none_or(|dues| dues.class.is_none())
            && counted.count.is_none()
            && frame.contribution.class.iter().any(|class| class.up_to.is_some())
        {
            let organisations = Organisations::new(frame.record, &Question::default());
            counted.count = organisations.count_of(unit).ok();
        }
        paid.extend(priced(frame, &now, &counted, said).map(|one| Paid { spell: Some(spell), ..one }));
    }
    paid
}

/// What a unit pays where nothing is divided.
fn priced<'a>(frame: &Frame<'a>, taking: &Taking<'a>, unit: &Unit<'a>, said: &mut Said) -> Option<Paid<'a>> {
    let dues = frame.contribution;
    let file = unit.one.map_or(&taking.one.file, |one| &one.file);
    if let Some(own) = own_of_unit(frame, taking, unit) {
        return Some(Paid {
            unit: unit.clone(),
            how: How::Own(own),
            fixed: None,
            rest: (own.amount, own.amount),
            bound: None,
            spell: None,
        });
    }
    let (how, full) = match dues.key {
        Key::Classes => {
            let (class, by_membership) = class_of(frame, taking, unit, said)?;
            let non_member = dues_of(frame, taking, unit).is_some_and(|dues| dues.member == Some(false)) && class.non_member.is_some();
            let Some(amount) = class.non_member.filter(|_| non_member).or(class.amount.known()) else {
                let what = format!("the amount of the class `{}` is not known", class.name);
                said.gaps.push(Gap::new(&frame.budget.file, &what, "write the amount of the class"));
                return None;
            };
            (How::Class { class, by_membership, non_member }, amount)
        }
        Key::Brackets | Key::FixedPlusInhabitants => {
            let steps = in_brackets(dues, unit.count.as_ref()?.number);
            let Some(steps) = steps else {
                let what = format!("`{}` has more inhabitants than the last bracket reaches", unit.id);
                said.gaps.push(Gap::new(&frame.budget.file, &what, "add a bracket without `up_to`"));
                return None;
            };
            let exact = at_rates(&steps);
            let Some(amount) = exact.rounded() else {
                said.gaps.push(Gap::new(file, "an amount is too large", "mend the rate or the number of inhabitants"));
                return None;
            };
            (How::Brackets { steps, exact }, amount)
        }
        Key::Equal | Key::Inhabitants | Key::Amounts => {
            let what = format!("no amount was agreed for `{}`", unit.id);
            said.gaps.push(Gap::new(file, &what, "write it as an `override` in the budget, or as the `amount` of its `[[membership]]`"));
            return None;
        }
    };
    let base = dues.base.filter(|_| dues.key == Key::FixedPlusInhabitants);
    let (full, bound) = bounded(frame, base, full);
    let of = |amount| (amount, part(amount, taking.portion.parts, taking.portion.of));
    Some(Paid { unit: unit.clone(), how, fixed: base.map(of), rest: of(full), bound, spell: None })
}

/// An amount beside a fixed part, within minimum and maximum.
pub fn bounded(frame: &Frame<'_>, base: Option<Money>, amount: Money) -> (Money, Option<Bound>) {
    let (least, most) = bounds(frame, base);
    match most {
        _ if amount < least => (least, Some(Bound::Minimum)),
        Some(most) if amount > most => (most, Some(Bound::Maximum)),
        _ => (amount, None),
    }
}

/// What somebody pays at least and at most beside its fixed part.
pub fn bounds(frame: &Frame<'_>, base: Option<Money>) -> (Money, Option<Money>) {
    let beside = |bound: Money| Money((bound - base.unwrap_or_default()).0.max(0));
    (frame.contribution.minimum.map_or(Money(0), beside), frame.contribution.maximum.map(beside))
}

/// A unit's class: the one that its membership names, else the smallest that its inhabitants fit in.
pub fn class_of<'a>(frame: &Frame<'a>, taking: &Taking<'a>, unit: &Unit<'a>, said: &mut Said) -> Option<(&'a Class, bool)> {
    let classes = &frame.contribution.class;
    let file = unit.one.map_or(&taking.one.file, |one| &one.file);
    if let Some(name) = class_named(frame, taking, unit) {
        let found = classes.iter().find(|class| class.name == name);
        if found.is_none() {
            let what = format!("`{}` is in a class `{name}` that the budget does not have", unit.id);
            said.gaps.push(Gap::new(file, &what, "use the name of a class of the budget"));
        }
        return found.map(|class| (class, true));
    }
    let open: Vec<&Class> = classes.iter().filter(|class| class.up_to.is_none()).collect();
    let sized = unit.count.as_ref().and_then(|count| {
        let fits = classes.iter().filter(|class| class.up_to.is_some_and(|up_to| count.number <= up_to));
        fits.min_by_key(|class| class.up_to)
    });
    match (sized, &open[..]) {
        (Some(class), _) => Some((class, false)),
        (None, [only]) => Some((only, false)),
        (None, []) => {
            let what = format!("`{}` has more inhabitants than the largest class", unit.id);
            said.gaps.push(Gap::new(&frame.budget.file, &what, "add a class without `up_to`"));
            None
        }
        (None, _) => {
            let what = format!("the class of `{}` is not known, and inhabitants do not say which", unit.id);
            said.gaps.push(Gap::new(file, &what, "write it as the `class` of its `[[membership]]`"));
            None
        }
    }
}

/// How many inhabitants fall in each bracket, with its rate; none where the last bracket does not reach so far.
fn in_brackets(dues: &Contribution, number: u32) -> Option<Vec<(u32, Decimal)>> {
    let mut brackets: Vec<_> = dues.bracket.iter().collect();
    brackets.sort_by_key(|bracket| bracket.up_to.unwrap_or(u32::MAX));
    let mut steps = Vec::new();
    let mut reached = 0;
    for bracket in brackets {
        let upper = bracket.up_to.unwrap_or(u32::MAX).min(number);
        if upper > reached {
            steps.push((upper - reached, Decimal::of(bracket.rate)?));
            reached = upper;
        }
    }
    (reached == number).then_some(steps)
}
