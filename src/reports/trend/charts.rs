//! The figures of a trend as charts, one for each measure, each with a sentence that says how it went on.

use crate::document::{Chart, Measured, Series};
use crate::reports::trend::measures::{Measure, currency};
use crate::reports::trend::{State, value};
use crate::text;
use crate::text::Text;

/// A chart for each measure of which two periods at least are known.
pub fn charts(states: &[State], measures: &[&'static Measure]) -> Vec<Chart> {
    measures.iter().flat_map(|measure| parts(measure)).filter_map(|(measure, figures)| chart(states, measure, figures)).collect()
}

/// The figures that are drawn together. An amount and a number of months have no scale in common.
fn parts(measure: &'static Measure) -> Vec<(&'static Measure, std::ops::Range<usize>)> {
    let count = measure.figures.len();
    if measure.key == "reserve" { vec![(measure, 0..1), (measure, 1..2)] } else { vec![(measure, 0..count)] }
}

fn chart(states: &[State], measure: &'static Measure, figures: std::ops::Range<usize>) -> Option<Chart> {
    // Amounts in another currency than the newest have no place on its scale.
    let newest = states.iter().rev().find_map(|state| currency(value(state, measure, figures.start)));
    let measured = |state: &State, at: usize| {
        if measure.is_sum && state.is_running {
            return None;
        }
        let value = value(state, measure, at)?;
        (currency(Some(value)) == newest || currency(Some(value)).is_none()).then(|| value.measured())
    };
    let is_alone = figures.len() == 1;
    let name = |at: usize| if is_alone { Text::default() } else { measure.figures[at].2.clone() };
    let series: Vec<Series> =
        figures.clone().map(|at| Series { name: name(at), values: states.iter().map(|state| measured(state, at)).collect() }).collect();
    if series.iter().all(|one| one.values.iter().flatten().count() < 2) {
        return None;
    }
    let moments: Vec<Text> = states.iter().map(moment).collect();
    let about: Vec<Text> = series.iter().filter_map(|one| told(one, states)).collect();
    let title = if figures.start > 0 { measure.figures[figures.start].2.clone() } else { measure.title.clone() };
    let is_running = states.last().is_some_and(|state| state.is_running);
    Some(Chart { title, about: crate::answers::presence::joined(&about, " "), moments, is_running, series })
}

fn moment(state: &State) -> Text {
    let name = &state.step.period.name;
    if state.is_running { text!(name; en: "{name}, now", nl: "{name}, nu") } else { name.clone() }
}

/// How a line went: its first and its last figure, and the highest and the lowest where they are others.
fn told(series: &Series, states: &[State]) -> Option<Text> {
    let known: Vec<(&Text, &Measured)> =
        states.iter().zip(&series.values).filter_map(|(state, value)| Some((&state.step.period.within, value.as_ref()?))).collect();
    let ((begin, from), (end, to)) = (*known.first()?, *known.last()?);
    let (from_said, to_said) = (&from.said, &to.said);
    let most = known.iter().max_by(|a, b| a.1.size.total_cmp(&b.1.size)).filter(|(_, most)| most.size > from.size.max(to.size));
    let least = known.iter().min_by(|a, b| a.1.size.total_cmp(&b.1.size)).filter(|(_, least)| least.size < from.size.min(to.size));
    let mut all = if most.is_none() && least.is_none() && from.said == to.said {
        text!(begin, end, to_said; en: "{to_said} all the time, {begin} as well as {end}", nl: "de hele tijd {to_said}, zowel {begin} als {end}")
    } else {
        text!(begin, end, from_said, to_said; en: "from {from_said} {begin} to {to_said} {end}", nl: "van {from_said} {begin} naar {to_said} {end}")
    };
    if let Some((when, most)) = most {
        let said = &most.said;
        all = all.then(&text!(said, when; en: ", at most {said} {when}", nl: ", ten hoogste {said} {when}"));
    }
    if let Some((when, least)) = least {
        let said = &least.said;
        all = all.then(&text!(said, when; en: ", at least {said} {when}", nl: ", ten laagste {said} {when}"));
    }
    let name = series.name.capital();
    let whole = if name.nl.is_empty() { all.capital() } else { text!(name, all; en: "{name}: {all}", nl: "{name}: {all}") };
    Some(text!(whole; en: "{whole}.", nl: "{whole}."))
}
