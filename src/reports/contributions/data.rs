//! Contributions for programs: budgets, what each is asked, of what it is made, and what it would be otherwise.

use crate::answers::contribution::division::Bound;
use crate::answers::contribution::instalments::instalments;
use crate::answers::contribution::settled::Fee;
use crate::answers::contribution::units::{Count, Source};
use crate::answers::contribution::{Asked, How, OwnBy, Paid, Payer, counted, product_of};
use crate::document::{Cell, Column, Table};
use crate::money::Money;
use crate::record::Record;
use crate::record::finance::{Budget, BudgetStatus};
use crate::reports::contributions::again::{Again, pairs};
use crate::reports::contributions::said::{key_word, obligation_word, taxed};
use crate::reports::contributions::steps::steps;
use crate::reports::contributions::{Options, fee_of, is_shown};
use crate::text::Text;

/// Every table.
pub fn all(
    record: &Record,
    budgets: &[&Budget],
    all: &[&Asked<'_>],
    again: &[(&Asked<'_>, &Again<'_>)],
    options: &Options<'_>,
) -> Vec<Table> {
    let explained = |asked: &Asked<'_>, payer: &Payer<'_>| Some(steps(record, asked, payer));
    vec![
        of_budgets(budgets, all),
        contributions(all, options, &explained),
        parts(all, options),
        parts_in_time(record, all, options),
        others(again, options),
    ]
}

fn columns(words: &[&'static str], figures: &[&str]) -> Vec<Column> {
    let column = |key: &&'static str| {
        if figures.contains(key) { Column::figures(*key, Text::default()) } else { Column::words(*key, Text::default()) }
    };
    words.iter().map(column).collect()
}

fn money(asked: &Asked<'_>, amount: Money) -> Cell {
    Cell::Money(amount.in_currency(asked.currency))
}

fn maybe(asked: &Asked<'_>, amount: Option<Money>) -> Cell {
    amount.map_or(Cell::Blank, |amount| money(asked, amount))
}

fn of_product(product: Option<&str>) -> Cell {
    Cell::maybe(product)
}

fn of_budgets(budgets: &[&Budget], all: &[&Asked<'_>]) -> Table {
    let keys = [
        "product",
        "file",
        "status",
        "adopted",
        "from",
        "until",
        "key",
        "obligation",
        "currency",
        "inhabitants_on",
        "costs",
        "income",
        "amendments",
        "total",
        "wanted",
        "asked",
        "difference",
        "in_kind",
        "joining_fees",
        "vat",
        "to_pay",
        "vat_treatment",
        "vat_reason",
    ];
    let row = |budget: &&Budget| {
        let status = match budget.status {
            Some(BudgetStatus::Draft) => Cell::same("draft"),
            Some(BudgetStatus::Adopted) => Cell::same("adopted"),
            None => Cell::Blank,
        };
        let head = vec![
            of_product(product_of(budget)),
            Cell::same(budget.file.to_string()),
            status,
            Cell::maybe(budget.adopted.as_ref().map(crate::record::values::Id::as_str)),
        ];
        let Some(asked) = all.iter().find(|asked| asked.budget.file == budget.file) else {
            return head.into_iter().chain((4..keys.len()).map(|_| Cell::Blank)).collect();
        };
        let total = |of: fn(&Payer<'_>) -> Money| money(asked, asked.paying().map(of).sum());
        let setting = asked.payers.iter().find_map(|payer| payer.settled.taxed);
        let need = &asked.need;
        let rest = vec![
            Cell::Date(asked.from),
            Cell::Date(asked.until),
            key_word(asked),
            obligation_word(asked),
            Cell::same(asked.currency.code()),
            Cell::Date(asked.reference),
            maybe(asked, need.costs),
            maybe(asked, need.income),
            Cell::Number(i64::try_from(need.amendments).unwrap_or(i64::MAX)),
            maybe(asked, need.set),
            maybe(asked, need.wanted),
            money(asked, asked.sum()),
            maybe(asked, asked.difference()),
            total(|payer| payer.settled.lowered + payer.settled.set_off),
            total(|payer| fee_of(payer).0),
            total(|payer| payer.settled.vat + fee_of(payer).1),
            total(|payer| payer.settled.gross),
            setting.map_or(Cell::Blank, |setting| Cell::same(setting.treatment.to_string())),
            taxed(asked).and_then(|(_, reason)| reason).map_or(Cell::Blank, Cell::Text),
        ];
        head.into_iter().chain(rest).collect()
    };
    Table { name: "budgets", columns: columns(&keys, &[]), rows: budgets.iter().map(row).collect() }
}

fn of_count(count: Option<&Count>) -> [Cell; 3] {
    let Some(count) = count else { return [Cell::Blank, Cell::Blank, Cell::Blank] };
    let source = match count.source {
        Source::Record => "record",
        Source::Cbs => "cbs",
        Source::Sum => "sum",
    };
    [Cell::Number(i64::from(count.number)), count.on.map_or(Cell::Blank, Cell::Date), Cell::same(source)]
}

fn class(paid: &Paid<'_>) -> Option<Cell> {
    if let How::Class { class, .. } = &paid.how { Some(Cell::same(class.name.as_str())) } else { None }
}

/// What each is asked; with how it comes about where that is given.
pub fn contributions(all: &[&Asked<'_>], options: &Options<'_>, explained: &dyn Fn(&Asked<'_>, &Payer<'_>) -> Option<Vec<Text>>) -> Table {
    let keys = [
        "product",
        "participant",
        "name",
        "joining",
        "from",
        "until",
        "parts",
        "of",
        "inhabitants",
        "inhabitants_on",
        "source",
        "class",
        "by_key",
        "own",
        "own_reason",
        "amount",
        "in_kind",
        "net",
        "vat",
        "with_vat",
        "set_off",
        "unused",
        "joining_fee",
        "joining_fee_vat",
        "joining_fee_waived",
        "to_pay",
        "currency",
        "steps",
    ];
    let row = |asked: &Asked<'_>, payer: &Payer<'_>| {
        let (taking, settled, (fee_net, fee_vat)) = (&payer.taking, &payer.settled, fee_of(payer));
        let [number, on, source] = of_count(counted(payer).as_ref());
        let classes: Vec<Cell> = payer.units.iter().filter_map(class).collect();
        let is_joining = options.joining.is_some_and(|one| one.id == *taking.id);
        let own = payer.own.map(|own| match own.by {
            OwnBy::Override => "override",
            OwnBy::Membership => "membership",
        });
        let fee = |amount: Money| if matches!(settled.fee, Some(Fee::Asked { .. })) { money(asked, amount) } else { Cell::Blank };
        vec![
            of_product(asked.product),
            Cell::same(taking.id.as_str()),
            Cell::same(taking.one.name.as_str()),
            if is_joining { Cell::same("yes") } else { Cell::Blank },
            Cell::Date(taking.from),
            Cell::Date(taking.until),
            Cell::Number(i64::from(taking.portion.parts)),
            Cell::Number(i64::from(taking.portion.of)),
            number,
            on,
            source,
            if classes.is_empty() { Cell::Blank } else { Cell::List(classes) },
            maybe(asked, payer.by_key),
            Cell::maybe(own),
            Cell::maybe(payer.own.and_then(|own| own.reason)),
            money(asked, payer.amount),
            money(asked, settled.lowered),
            money(asked, settled.net),
            money(asked, settled.vat),
            money(asked, settled.with_vat),
            money(asked, settled.set_off),
            money(asked, settled.unused),
            fee(fee_net),
            fee(fee_vat),
            if let Some(Fee::Waived(amount)) = settled.fee { money(asked, amount) } else { Cell::Blank },
            money(asked, settled.gross),
            Cell::same(asked.currency.code()),
            explained(asked, payer).map_or(Cell::Blank, |steps| Cell::List(steps.into_iter().map(Cell::Text).collect())),
        ]
    };
    let shown = |asked: &&Asked<'_>| {
        asked.payers.iter().filter(|payer| is_shown(payer, options)).map(|payer| row(asked, payer)).collect::<Vec<_>>()
    };
    let mut table = Table { name: "contributions", columns: columns(&keys, &[]), rows: all.iter().flat_map(shown).collect() };
    if all.iter().flat_map(|asked| &asked.payers).next().is_none_or(|payer| explained(all[0], payer).is_none()) {
        table.columns.pop();
        table.rows.iter_mut().for_each(|row| {
            row.pop();
        });
    }
    table
}

/// Of what each amount is made: the payer itself, or each of those for whom it pays.
fn parts(all: &[&Asked<'_>], options: &Options<'_>) -> Table {
    let keys = [
        "product",
        "participant",
        "unit",
        "name",
        "inhabitants",
        "inhabitants_on",
        "source",
        "class",
        "bound",
        "fixed_full",
        "fixed",
        "rest_full",
        "rest",
        "amount",
    ];
    let row = |asked: &Asked<'_>, payer: &Payer<'_>, paid: &Paid<'_>| {
        let [number, on, source] = of_count(paid.unit.count.as_ref());
        let bound = paid.bound.map(|bound| match bound {
            Bound::Minimum => "minimum",
            Bound::Maximum => "maximum",
        });
        vec![
            of_product(asked.product),
            Cell::same(payer.taking.id.as_str()),
            Cell::same(paid.unit.id.as_str()),
            Cell::same(paid.unit.name.as_str()),
            number,
            on,
            source,
            class(paid).unwrap_or(Cell::Blank),
            Cell::maybe(bound),
            maybe(asked, paid.fixed.map(|(full, _)| full)),
            maybe(asked, paid.fixed.map(|(_, part)| part)),
            money(asked, paid.rest.0),
            money(asked, paid.rest.1),
            money(asked, paid.amount()),
        ]
    };
    let mut rows = Vec::new();
    for asked in all {
        for payer in asked.payers.iter().filter(|payer| is_shown(payer, options)) {
            rows.extend(payer.units.iter().map(|paid| row(asked, payer, paid)));
        }
    }
    Table { name: "parts", columns: columns(&keys, &[]), rows }
}

/// On which days what each is asked is invoiced, without VAT.
fn parts_in_time(record: &Record, all: &[&Asked<'_>], options: &Options<'_>) -> Table {
    let mut rows = Vec::new();
    for asked in all {
        for payer in asked.payers.iter().filter(|payer| is_shown(payer, options)) {
            rows.extend(instalments(record, asked, payer).into_iter().map(|one| {
                vec![of_product(asked.product), Cell::same(payer.taking.id.as_str()), Cell::Date(one.day), money(asked, one.amount)]
            }));
        }
    }
    Table { name: "instalments", columns: columns(&["product", "participant", "date", "amount"], &[]), rows }
}

/// The sheet with what each would be asked in the other outcome, where there is one.
pub fn beside_others(mut sheet: Table, all: &[&Asked<'_>], again: &[(&Asked<'_>, &Again<'_>)], options: &Options<'_>) -> Table {
    if again.is_empty() {
        return sheet;
    }
    let shown = all.iter().flat_map(|asked| asked.payers.iter().filter(|payer| is_shown(payer, options)).map(move |payer| (asked, payer)));
    let other = |asked: &Asked<'_>, payer: &Payer<'_>| {
        let (_, again) = again.iter().find(|(one, _)| one.budget.file == asked.budget.file)?;
        pairs(asked, again).into_iter().find(|(one, _)| one.taking.id == payer.taking.id)?.1
    };
    for (row, (asked, payer)) in sheet.rows.iter_mut().zip(shown) {
        row.push(maybe(asked, other(asked, payer)));
    }
    sheet.columns.push(Column::words("otherwise", Text::default()));
    sheet
}

/// What each would be asked in the other outcome.
fn others(again: &[(&Asked<'_>, &Again<'_>)], options: &Options<'_>) -> Table {
    let mut rows = Vec::new();
    for (asked, again) in again {
        for (payer, other) in pairs(asked, again).into_iter().filter(|(payer, _)| is_shown(payer, options)) {
            rows.push(vec![
                of_product(asked.product),
                Cell::same(payer.taking.id.as_str()),
                Cell::same(if matches!(again, Again::Joined(_)) { "divided-again" } else { "before" }),
                money(asked, payer.amount),
                maybe(asked, other),
            ]);
        }
    }
    Table { name: "otherwise", columns: columns(&["product", "participant", "outcome", "amount", "other"], &[]), rows }
}
