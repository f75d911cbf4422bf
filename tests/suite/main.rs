//! All tests that look at the program from outside: cases in folders, the house itself, other programs as judges.

mod cases;
mod corpus;
mod differential;
mod docs;
mod git;
mod house;
mod judges;
mod program;
mod rules;
