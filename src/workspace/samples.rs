//! The sample articles that come with the program: invented news of real places.

use super::import::Input;

/// How many there are.
pub const COUNT: usize = FILES.len();

/// The name the sample project is given.
pub const PROJECT_NAME: &str = "Sample project";

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../assets/samples/", $name)).as_slice())),*]
    };
}

const FILES: [(&str, &[u8]); 22] = samples![
    "2012-03-05_northern-wire_main-pipe-cut.txt",
    "2012-03-06_daily-meridian_pipe-near-gharyan-cut.txt",
    "2012-03-07_radio-sahel-news_school-reopens-in-zintan.txt",
    "2012-03-08_misrata-review_depot-counts-tankers.txt",
    "2012-03-10_northern-wire_brega-crews-stop-loading.txt",
    "2012-03-11_harbour-post_we-count-liters-now.txt",
    "2012-03-12_northern-wire_brega-stoppage-ends.txt",
    "2012-03-13_radio-sahel-news_two-pumps-cross-at-dehiba.txt",
    "2012-03-14_harbour-post_water-trucks-reach-yafran.txt",
    "2012-03-14_northern-wire_water-trucks-reach-hill-town.txt",
    "2012-03-15_daily-meridian_trucks-with-water-arrive.txt",
    "2012-03-16_coast-tribune_pumps-start-again.txt",
    "2012-03-18_coast-tribune_seven-dead-in-scrap-yard-blast.txt",
    "2012-03-19_coast-tribune_coaster-unloads-chlorine.txt",
    "2012-03-20_daily-meridian_what-the-wells-can-give.txt",
    "2012-03-21_evening-ledger_neighbors-agree-to-share.txt",
    "2012-03-23_northern-wire_three-charged-over-cut-pipe.txt",
    "2012-03-26_misrata-review_crane-driver-wins-union-vote.txt",
    "2012-03-28_harbour-post_first-water-from-mended-pipe.txt",
    "evening-ledger_brega-harbour-work-resumes.txt",
    "misrata-review_where-the-tankers-come-from.txt",
    "wire-copy-0317.txt",
];

/// The samples, ready to import.
#[must_use]
pub fn inputs() -> Vec<Input> {
    FILES
        .iter()
        .map(|(name, bytes)| Input::Bytes {
            name: (*name).to_owned(),
            bytes: bytes.to_vec(),
        })
        .collect()
}
