//! `margent import`: captures → articles.

mod again;
mod feeds;
mod files;
mod furniture;
mod highlights;
mod html_round_trip;
mod laws;
mod lead_ins;
mod links;
mod pages;
mod shapes;
mod snapshots;
mod text_round_trip;
mod texts;
