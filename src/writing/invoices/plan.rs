//! Which drafts a year asks for: for each participant what its budgets ask, less what was sent already.

use std::collections::BTreeSet;

use crate::answers::billed::{Billed, billed, is_for, is_sent, is_within, kind_of, net, set_off};
use crate::answers::contribution::gap::Gap;
use crate::answers::contribution::instalments::{days, places};
use crate::answers::contribution::settled::{Fee, vat_of, vat_on};
use crate::answers::contribution::{Asked, Payer, Question, budgets, contribution};
use crate::answers::invoiced::payable;
use crate::answers::ledger::closed::adopted;
use crate::date::Date;
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Basis, FrozenVat, Invoice, InvoiceKind, Period};
use crate::record::values::{Id, Vat};
use crate::text;
use crate::text::{Text, listed};
use crate::writing::invoices::lines::{self, Which, line, set_offs};
use crate::writing::invoices::split::{Part, split};
use crate::writing::invoices::{blank, kind_word};

/// A draft that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// What its file is called where no other has that name.
    pub stem: String,
    pub invoice: Invoice,
}

/// What a year asks for.
#[derive(Debug, Default)]
pub struct Plan {
    pub wanted: Vec<Wanted>,
    /// What is other than it was when it was invoiced, and what to do about it.
    pub said: Vec<Text>,
    /// Those who are asked something.
    pub asked: BTreeSet<Id>,
    /// Those of whom something is said.
    pub told: BTreeSet<Id>,
}

/// The drafts of a year, of all its budgets; only for some where `only` names them. What was credited is asked anew only of those that are
/// named, or where there is a draft for it already: who credits may mean that nothing is owed.
///
/// # Errors
/// Everything that is not known or contradicts itself: then nothing is drafted.
pub fn plan(record: &Record, year: i32, only: &[Id]) -> Result<Plan, Vec<Gap>> {
    let mut plan = Plan::default();
    let mut gaps = Vec::new();
    for budget in budgets(record, year) {
        match contribution(record, budget, &Question::default()) {
            Ok(Some(asked)) => {
                for payer in asked.paying().filter(|payer| only.is_empty() || only.contains(payer.taking.id)) {
                    plan.asked.insert(payer.taking.id.clone());
                    let said = plan.said.len();
                    Asking { record, asked: &asked, payer, is_named: !only.is_empty() }.fill(&mut plan);
                    if plan.said.len() > said {
                        plan.told.insert(payer.taking.id.clone());
                    }
                }
            }
            Ok(None) => {}
            Err(found) => gaps.extend(found),
        }
    }
    if gaps.is_empty() { Ok(plan) } else { Err(gaps) }
}

struct Asking<'a> {
    record: &'a Record,
    asked: &'a Asked<'a>,
    payer: &'a Payer<'a>,
    is_named: bool,
}

impl Asking<'_> {
    fn fill(&self, plan: &mut Plan) {
        if self.payer.amount.0 > 0 {
            self.contribution(plan);
        }
        if let Some(Fee::Asked { amount, .. }) = self.payer.settled.fee {
            self.joining_fee(amount, plan);
        }
    }

    fn treatment(&self) -> Option<Vat> {
        self.payer.settled.taxed.map(|setting| setting.treatment)
    }

    /// What was sent of these kinds; a request that is for something else than this says so by what its lines were made from.
    fn sent(&self, kinds: &[InvoiceKind], basis: Basis) -> Billed<'_> {
        let of_this = |one: &Invoice| {
            let other = one.line.iter().any(|line| line.basis == Some(Basis::JoiningFee)) != (basis == Basis::JoiningFee);
            kinds.contains(&kind_of(one)) || kind_of(one) == InvoiceKind::Request && !other
        };
        billed(self.record, self.asked, self.payer.taking.id, of_this)
    }

    fn draft(&self, kind: InvoiceKind, suffix: &str) -> Wanted {
        let (taking, asked) = (&self.payer.taking, self.asked);
        let mut invoice = blank(taking.id.clone(), asked.budget.year);
        let kind = if asked.is_voluntary() { InvoiceKind::Request } else { kind };
        invoice.kind = Some(kind);
        invoice.product = asked.product.map(Id::new);
        invoice.period = Some(Period { from: taking.from, until: taking.until, note: None, source: None });
        invoice.vat = self
            .treatment()
            .map(|treatment| Box::new(FrozenVat { treatment, reason: None, base: None, amount: None, note: None, source: None }));
        let product = asked.product.map(|id| format!("-{id}")).unwrap_or_default();
        Wanted { stem: format!("draft-{}{product}{suffix}", taking.id), invoice }
    }

    fn contribution(&self, plan: &mut Plan) {
        let settled = &self.payer.settled;
        let sent = self.sent(&[InvoiceKind::Contribution, InvoiceKind::Advance, InvoiceKind::Settlement], Basis::Contribution);
        let days = days(self.asked, self.payer);
        let advances: Vec<&Invoice> = sent.sent.iter().filter(|one| kind_of(one) == InvoiceKind::Advance).copied().collect();
        let by_advances = advances.len() == sent.sent.len() && (days.len() > 1 || !advances.is_empty());
        let taken = places(&days, &advances);
        let whole = Part { amount: self.payer.amount, lowered: settled.lowered, set_off: settled.set_off };
        if sent.sent.is_empty() && !(by_advances && are_advances(&sent.back)) && self.stays_credited(&sent.back, Basis::Contribution, plan)
        {
            return;
        }
        if sent.sent.is_empty() && !by_advances {
            let mut one = self.draft(InvoiceKind::Contribution, "");
            // Where a year is asked by days, nobody is asked before they take part.
            let joins =
                Some(self.payer.taking.from).filter(|_| !self.payer.taking.from_start && !self.asked.contribution.instalments.is_empty());
            one.invoice.planned = days.first().copied().or(joins);
            self.put(&mut one.invoice, whole, Which { n: 1, of: 1 });
            plan.wanted.push(one);
        } else if by_advances && taken.len() < days.len() {
            self.advances(whole, &days, &taken, &sent, plan);
        } else if sent.net != settled.net || self.sets_off_otherwise(&sent) {
            self.differs(&sent, by_advances, plan);
        }
    }

    /// Whether more was set off than is agreed, or less where there is something left to set it off against: rounding VAT for each
    /// advance may leave a cent without a place.
    fn sets_off_otherwise(&self, sent: &Billed<'_>) -> bool {
        let settled = &self.payer.settled;
        let is_room = sent.sent.iter().map(|one| payable(one)).sum::<Money>().0 > 0;
        sent.set_off > settled.set_off || sent.set_off < settled.set_off && is_room
    }

    /// Whether a draft of this participant's is there that was made from the same.
    fn has_draft(&self, basis: Basis, is_wanted: impl Fn(&Invoice) -> bool) -> bool {
        self.record.invoices.iter().any(|one| {
            let is_made = one.line.iter().any(|line| line.basis == Some(basis));
            is_made
                && !is_sent(one)
                && is_wanted(one)
                && is_for(self.record, one, self.payer.taking.id)
                && is_within(self.record, one, self.asked)
        })
    }

    /// Whether what was credited is left at that; then it is said.
    fn stays_credited(&self, back: &[&Invoice], basis: Basis, plan: &mut Plan) -> bool {
        let Some(last) = back.last().and_then(|one| one.number.as_deref()) else { return false };
        if self.is_named || self.has_draft(basis, |_| true) {
            return false;
        }
        self.left_credited(last, plan);
        true
    }

    fn left_credited(&self, number: &str, plan: &mut Plan) {
        let (id, year) = (self.payer.taking.id, self.asked.budget.year);
        plan.said.push(text!(en: "{number} of `{id}` was credited, and is not asked anew by itself: `commons invoice --year {year} {id}` does", nl: "{number} van `{id}` is gecrediteerd en wordt niet vanzelf opnieuw gevraagd: `commons invoice --year {year} {id}` doet dat"));
    }

    /// The advances that were not sent yet; `taken` are the places of those that were.
    fn advances(&self, whole: Part, days: &[Date], taken: &[usize], billed: &Billed<'_>, plan: &mut Plan) {
        let sent = &billed.sent;
        let of_kind = |basis: Basis| {
            sent.iter().flat_map(|one| &one.line).filter(|line| line.basis == Some(basis)).map(|line| line.amount).sum::<Money>()
        };
        let lowered = whole.lowered + of_kind(Basis::InKind);
        let net = (whole.amount - whole.lowered) - billed.net;
        let set_off = whole.set_off - billed.set_off;
        if net.0 < 0 || lowered.0 < 0 || set_off.0 < 0 {
            self.differs(billed, false, plan);
            return;
        }
        let open: Vec<usize> = (0..days.len()).filter(|n| !taken.contains(n)).collect();
        let open_days: Vec<Date> = open.iter().map(|n| days[*n]).collect();
        // What was credited keeps its part, and is not asked anew by itself.
        let mut held = Vec::new();
        for (place, one) in places(&open_days, &billed.back).into_iter().zip(&billed.back) {
            let day = open_days[place];
            if !self.is_named && !self.has_draft(Basis::Contribution, |draft| draft.planned == Some(day)) {
                held.push(open[place]);
                self.left_credited(one.number.as_deref().unwrap_or_default(), plan);
            }
        }
        let treatment = self.treatment();
        let tax = |net: Money| treatment.map_or(Money(0), |treatment| vat_on(treatment, net));
        let vat = self.payer.settled.vat - sent.iter().map(|one| tax(self::net(one))).sum::<Money>();
        let left = Part { amount: net + lowered, lowered, set_off };
        for (n, part) in open.iter().copied().zip(split(left, open.len(), treatment, vat)) {
            if held.contains(&n) || part == Part::default() {
                continue;
            }
            let mut one = self.draft(InvoiceKind::Advance, &format!("-advance-{}", n + 1));
            one.invoice.planned = Some(days[n]);
            self.put(&mut one.invoice, part, Which { n: n + 1, of: days.len() });
            plan.wanted.push(one);
        }
    }

    fn put(&self, invoice: &mut Invoice, part: Part, which: Which) {
        invoice.line = lines::lines(self.record, self.asked, self.payer, part, which);
        invoice.set_off = set_offs(self.record, self.payer, part, which);
    }

    /// What was sent is not what is asked now: what to do about that, or after the period the settlement of advances.
    fn differs(&self, sent: &Billed<'_>, by_advances: bool, plan: &mut Plan) {
        let settled = &self.payer.settled;
        // What goes back of an adopted balance, or is asked of it, is agreed there: no settlement undoes that.
        let year = self.asked.budget.year;
        if let Some(adopted) = adopted(self.record, year) {
            let said = if adopted.settled().0 == 0 {
                text!(en: "the accounts of {year} were adopted, and nothing of the balance goes back or is still asked, so nothing is settled", nl: "de cijfers van {year} zijn vastgesteld en van het saldo gaat niets terug en wordt niets meer gevraagd, dus er komt geen eindafrekening")
            } else {
                text!(en: "the accounts of {year} were adopted, with what goes back or is asked, so nothing is settled: what of that is still to be given back goes by `commons invoice --credit NUMBER --amount AMOUNT`, and what is still to be asked by an invoice of its own", nl: "de cijfers van {year} zijn vastgesteld, met wat teruggaat of nog wordt gevraagd, dus er komt geen eindafrekening: wat daarvan nog terug moet, gaat met `commons invoice --credit NUMMER --amount BEDRAG`, en wat nog wordt gevraagd met een eigen factuur")
            };
            if !plan.said.contains(&said) {
                plan.said.push(said);
            }
            return;
        }
        let more = settled.net - sent.net - (settled.set_off - sent.set_off);
        let is_over = self.record.on > self.payer.taking.until;
        let is_more = settled.net > sent.net && settled.set_off >= sent.set_off;
        if more.0 > 0 {
            self.besides(plan);
        }
        // What is asked more of a contribution that was sent at once is drafted where somebody says so.
        let is_draft = |draft: &Invoice| kind_of(draft) == InvoiceKind::Settlement;
        let is_wanted = by_advances && is_over || !by_advances && (self.is_named || self.has_draft(Basis::Contribution, is_draft));
        if is_wanted && is_more && !self.asked.is_voluntary() {
            let mut one = self.draft(InvoiceKind::Settlement, "-settlement");
            let left = settled.net - sent.net;
            let most = left + vat_of(settled.taxed, left);
            let whole = Part { amount: self.payer.amount, lowered: settled.lowered, set_off: (settled.set_off - sent.set_off).min(most) };
            self.put(&mut one.invoice, whole, Which { n: 1, of: 1 });
            let title = lines::settlement(self.record, self.asked, self.payer, by_advances);
            one.invoice.line[0] = line(self.record, &title, self.payer.amount, Basis::Contribution);
            for advance in &sent.sent {
                let what = lines::sent(advance);
                one.invoice.line.push(line(self.record, &what, -net(advance), Basis::Advance));
            }
            for credit in &sent.credits {
                let what = lines::credited(credit.number.as_deref().unwrap_or(credit.file.stem()), credit.date);
                one.invoice.line.push(line(self.record, &what, Money(net(credit).0.saturating_abs()), Basis::Advance));
            }
            plan.wanted.push(one);
            if let Some(back) = self.given_back(sent) {
                let stays = self.stays(sent);
                plan.said.push(text!(back, stays; en: "{back}, and the settlement asks it again; {stays}", nl: "{back}, en de eindafrekening vraagt het opnieuw; {stays}"));
            }
            return;
        }
        let currency = self.asked.currency;
        let id = self.payer.taking.id;
        // What is set off has VAT in it, and what is asked has none: the difference stands on no invoice.
        let is_set_off = sent.set_off.0 != 0 || settled.set_off.0 != 0;
        let said = |net: Money, off: Money| {
            let (net, off) = (net.in_currency(currency), off.in_currency(currency));
            if is_set_off {
                text!(net, off; en: "{net} without VAT ({off} set off)", nl: "{net} zonder btw ({off} verrekend)")
            } else {
                text!(net; en: "{net}", nl: "{net}")
            }
        };
        let (was, now) = (said(sent.net, sent.set_off), said(settled.net, settled.set_off));
        if let Some(back) = self.given_back(sent).filter(|_| more.0 > 0) {
            let stays = self.stays(sent);
            plan.said.push(text!(back, stays; en: "{back}; {stays}", nl: "{back}; {stays}"));
        }
        // Of what asks nothing there is nothing to credit.
        let asking = sent.sent.iter().rfind(|one| payable(one).0 > 0).or(sent.sent.last());
        let number = asking.map_or_else(String::new, |one| one.number.clone().unwrap_or_else(|| one.file.stem().to_owned()));
        plan.said.push(if by_advances && !is_over && more.0 > 0 {
            let until = self.payer.taking.until;
            text!(was, now, until; en: "`{id}` was sent advances of {was} for {year} and is asked {now} now; the settlement comes after {until}", nl: "`{id}` kreeg voor {year} voorschotten van {was}, en nu wordt {now} gevraagd; de eindafrekening komt na {until}")
        } else if asking.is_some_and(|one| kind_of(one) == InvoiceKind::Request) {
            text!(was, now; en: "`{id}` was asked {was} for {year} in {number}, and would be asked {now} now; nothing is owed, so that stays as it is", nl: "aan `{id}` is voor {year} {was} gevraagd in {number}, en nu zou dat {now} zijn; er is niets verschuldigd, dus dat blijft zo")
        } else if more.0 > 0 {
            text!(was, now; en: "`{id}` was invoiced {was} for {year} and is asked {now} now: `commons invoice --credit {number} --again` credits and asks anew, or `commons invoice --year {year} {id}` drafts the rest", nl: "`{id}` kreeg voor {year} {was} gefactureerd, en nu wordt {now} gevraagd: `commons invoice --credit {number} --again` crediteert en factureert opnieuw, of `commons invoice --year {year} {id}` maakt een concept voor het verschil")
        } else if let Some(one) = with_enough(sent, sent.net - settled.net).filter(|_| sent.set_off == settled.set_off) {
            let (number, less) = (one.number.as_deref().unwrap_or(one.file.stem()), sent.net - settled.net);
            text!(was, now; en: "`{id}` was invoiced {was} for {year} and is asked {now} now: `commons invoice --credit {number} --amount {less}` takes back the difference, and `--credit {number} --again` credits the whole and asks anew", nl: "`{id}` kreeg voor {year} {was} gefactureerd, en nu wordt {now} gevraagd: `commons invoice --credit {number} --amount {less}` crediteert het verschil, en `--credit {number} --again` crediteert het geheel en factureert opnieuw")
        } else {
            text!(was, now; en: "`{id}` was invoiced {was} for {year} and is asked {now} now: `commons invoice --credit {number} --again` credits and asks anew", nl: "`{id}` kreeg voor {year} {was} gefactureerd, en nu wordt {now} gevraagd: `commons invoice --credit {number} --again` crediteert en factureert opnieuw")
        });
    }

    /// Who is asked more may have been sent that in an invoice of another kind, which is not taken off.
    fn besides(&self, plan: &mut Plan) {
        let id = self.payer.taking.id;
        let extra = billed(self.record, self.asked, id, |one| kind_of(one) == InvoiceKind::Extra);
        for one in extra.sent {
            let (number, sum) = (one.number.as_deref().unwrap_or(one.file.stem()), net(one).in_currency(self.asked.currency));
            plan.said.push(text!(sum; en: "besides, `{id}` was sent {number} (extra, {sum}), which is not taken off what is asked: where it is for the same, `commons invoice --credit {number}` takes it back", nl: "daarnaast kreeg `{id}` {number} (extra, {sum}), en dat gaat niet af van wat wordt gevraagd: is die voor hetzelfde, dan crediteert `commons invoice --credit {number}` die factuur"));
        }
    }

    /// What was credited of what was sent, in which credit notes.
    fn given_back(&self, sent: &Billed<'_>) -> Option<Text> {
        let back = sent.credits.iter().map(|one| Money(net(one).0.saturating_abs())).sum::<Money>();
        if back.0 == 0 {
            return None;
        }
        let (id, back) = (self.payer.taking.id, back.in_currency(self.asked.currency));
        let which = listed(sent.credits.iter().map(|one| one.number.as_deref().unwrap_or(one.file.stem())), 5);
        Some(text!(back, which; en: "`{id}` was credited {back} in {which}", nl: "aan `{id}` is {back} gecrediteerd in {which}"))
    }

    /// How what was credited is left at that: by an agreement of its own.
    fn stays(&self, sent: &Billed<'_>) -> Text {
        let (id, file) = (self.payer.taking.id, &self.asked.budget.file);
        let amount = sent.net + self.payer.settled.lowered;
        text!(en: "where less is agreed, such as a discount, `commons set {file} 'contribution.override[+]' '{{ participant = \"{id}\", amount = {amount}, reason = \"…\" }}'` says so", nl: "is er minder afgesproken, bijvoorbeeld een korting, leg dat dan vast met `commons set {file} 'contribution.override[+]' '{{ participant = \"{id}\", amount = {amount}, reason = \"…\" }}'`")
    }

    fn joining_fee(&self, amount: Money, plan: &mut Plan) {
        let sent = self.sent(&[InvoiceKind::JoiningFee], Basis::JoiningFee);
        if sent.sent.is_empty() && self.stays_credited(&sent.back, Basis::JoiningFee, plan) {
            return;
        }
        if sent.sent.is_empty() {
            let mut one = self.draft(InvoiceKind::JoiningFee, &format!("-{}", kind_word(InvoiceKind::JoiningFee)));
            // It goes with the contribution, and to nobody who has not joined.
            one.invoice.planned = Some(days(self.asked, self.payer).first().copied().unwrap_or(self.payer.taking.from));
            one.invoice.line = vec![line(self.record, &lines::joining_fee(self.record, self.asked), amount, Basis::JoiningFee)];
            plan.wanted.push(one);
        } else if sent.net != amount {
            let (id, was, now) = (self.payer.taking.id, sent.net.in_currency(self.asked.currency), amount.in_currency(self.asked.currency));
            let number = sent.sent.last().and_then(|one| one.number.as_deref()).unwrap_or_default();
            plan.said.push(text!(was, now; en: "the joining fee of `{id}` was invoiced as {was} ({number}) and is {now} now", nl: "de toetredingsbijdrage van `{id}` is gefactureerd als {was} ({number}), en is nu {now}"));
        }
    }
}

/// The last invoice of which so much is left to credit.
fn with_enough<'a>(sent: &Billed<'a>, less: Money) -> Option<&'a Invoice> {
    let credited = |one: &Invoice| {
        let its = sent.credits.iter().filter(|credit| credit.credits == one.number);
        its.map(|credit| Money(net(credit).0.saturating_abs())).sum::<Money>()
    };
    sent.sent.iter().rfind(|one| less.0 > 0 && net(one) - credited(one) >= less).copied()
}

fn are_advances(all: &[&Invoice]) -> bool {
    all.iter().all(|one| kind_of(one) == InvoiceKind::Advance)
}

/// What a draft asks, without VAT and with what is set off: so that two can be set beside each other.
pub fn asks(invoice: &Invoice) -> (Money, Money) {
    (net(invoice), set_off(invoice))
}
