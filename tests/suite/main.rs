//! All tests that look at the program from outside: cases in folders, the house itself, other programs as judges.

mod agreement;
mod beginning;
mod cases;
mod ci;
mod commands;
mod completions;
mod corpus;
mod differential;
mod disk;
mod docs;
mod examples;
mod git;
mod hostile;
mod house;
mod injection;
mod judges;
mod matrices;
mod process;
mod program;
mod properties;
mod real;
mod reports;
mod rules;
mod save;
