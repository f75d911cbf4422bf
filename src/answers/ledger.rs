//! The figures of a year: what was budgeted, agreed, spent, asked, invoiced and paid, exact to the cent (A11, A12).

pub mod reserve;
