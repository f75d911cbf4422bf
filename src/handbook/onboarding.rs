//! The way in for a new participant: the seven steps, who usually takes each, and by when (B3, B4).

use crate::text::Text;
use crate::words::fold;

/// How long a buddy helps: the first three months (B4).
pub const BUDDY_MONTHS: u32 = 3;

/// One of the seven steps of the handbook's checklist (B4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnboardingStep {
    /// As it is written under `[onboarding.done]`.
    pub id: &'static str,
    /// What is to be done.
    pub todo: Text,
    /// The same when it is done.
    pub done: Text,
    pub by: StepOwner,
    pub within: Within,
    /// Whether it may not apply: whoever takes software as a service needs no code, and whoever knows everybody no buddy.
    pub optional: bool,
}

/// Who usually takes a step, where the record says nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepOwner {
    /// Whoever sees to the onboarding of new participants.
    Coordinator,
    Buddy,
    /// Whoever manages the code repository.
    RepositoryManager,
    NewParticipant,
}

impl StepOwner {
    /// As people call them.
    pub const fn name(self) -> Text {
        match self {
            StepOwner::Coordinator => Text::new("the coordinator", "de coördinator"),
            StepOwner::Buddy => Text::new("the buddy", "de buddy"),
            StepOwner::RepositoryManager => Text::new("the manager of the repository", "de beheerder van de repository"),
            StepOwner::NewParticipant => Text::new("the new participant", "de nieuwe deelnemer"),
        }
    }
}

/// By when a step is to be done, counted from the first day of the onboarding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Within {
    /// Days from Monday to Friday.
    WorkingDays(u32),
    Days(u32),
    /// The first meeting of users that follows, whenever that is.
    NextMeeting,
}

/// The step with this id.
pub fn step(id: &str) -> Option<&'static OnboardingStep> {
    STEPS.iter().find(|step| step.id == id)
}

/// The only step of which the name has a word that was typed: `startsessie` is `onboarding-session`.
pub fn step_by_word(typed: &str) -> Option<&'static str> {
    let words = |text: &str| text.split([' ', '-', ':', ',']).map(fold).filter(|word| word.len() > 4).collect::<Vec<_>>();
    let typed = words(typed);
    let mut named = STEPS.iter().filter(|step| {
        [&step.todo, &step.done]
            .iter()
            .flat_map(|name| [&name.nl, &name.en])
            .any(|name| words(name).iter().any(|word| typed.contains(word)))
    });
    named.next().filter(|_| named.next().is_none()).map(|step| step.id)
}

/// The seven steps, in the order of the checklist (B4). The handbook gives no dates but the buddy's three months; these are ours.
#[rustfmt::skip]
pub static STEPS: [OnboardingStep; 7] = [
    entry("welcome-mail", StepOwner::Coordinator, Within::WorkingDays(2), Must::Always,
        Text::new("Send a welcome with directions", "Welkomstbericht sturen, met wegwijzer"),
        Text::new("Welcome sent", "Welkomstbericht verstuurd")),
    entry("channel-invitation", StepOwner::Coordinator, Within::Days(7), Must::WhereItFits,
        Text::new("Invite to Teams or Slack", "Uitnodigen voor Teams of Slack"),
        Text::new("Takes part in Teams or Slack", "Zit in Teams of Slack")),
    entry("meet-coordinator", StepOwner::Coordinator, Within::Days(14), Must::Always,
        Text::new("Meet the coordinator", "Kennismaken met de coördinator"),
        Text::new("Met the coordinator", "Kennisgemaakt met de coördinator")),
    entry("buddy", StepOwner::Coordinator, Within::Days(14), Must::WhereItFits,
        Text::new("Find a buddy for three months", "Buddy koppelen voor drie maanden"),
        Text::new("Has a buddy", "Buddy gekoppeld")),
    entry("onboarding-session", StepOwner::Buddy, Within::Days(28), Must::Always,
        Text::new("Plan a first session: demo and questions", "Startsessie inplannen: demo en vragen"),
        Text::new("First session is planned", "Startsessie staat in de agenda")),
    entry("access", StepOwner::RepositoryManager, Within::Days(28), Must::WhereItFits,
        Text::new("Give access to the code and the development environment", "Toegang regelen tot code en ontwikkelomgeving"),
        Text::new("Access is arranged", "Toegang geregeld")),
    entry("first-meeting", StepOwner::NewParticipant, Within::NextMeeting, Must::Always,
        Text::new("Attend the first user meeting", "Eerste gebruikersoverleg bijwonen"),
        Text::new("Attended the first user meeting", "Eerste gebruikersoverleg bijgewoond")),
];

/// Whether a step is for everybody.
#[derive(Clone, Copy)]
enum Must {
    Always,
    WhereItFits,
}

const fn entry(id: &'static str, by: StepOwner, within: Within, must: Must, todo: Text, done: Text) -> OnboardingStep {
    OnboardingStep { id, todo, done, by, within, optional: matches!(must, Must::WhereItFits) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{STEPS, Within, step};

    #[test]
    fn the_steps_are_seven_and_in_the_order_of_the_days() {
        assert_eq!(STEPS.iter().map(|step| step.id).collect::<BTreeSet<_>>().len(), 7);
        let days = |within: &Within| match within {
            Within::WorkingDays(days) | Within::Days(days) => *days,
            Within::NextMeeting => u32::MAX,
        };
        assert!(STEPS.iter().map(|step| days(&step.within)).is_sorted());
        assert_eq!(
            STEPS.iter().filter(|step| step.optional).map(|step| step.id).collect::<Vec<_>>(),
            ["channel-invitation", "buddy", "access"]
        );
        assert!(step("buddy").is_some() && step("maatje").is_none());
    }
}
