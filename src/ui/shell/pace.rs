//! How fast a job goes and how long it will take, from what it did in the last seconds: the speed of the whole would
//! stay wrong for long after a folder of small files is followed by one of large ones.

use std::collections::VecDeque;

use crate::{
    ui::widgets::{decimal, number},
    workspace::session::JobProgress,
};

/// Seconds looked back on.
const WINDOW: f64 = 8.0;
/// Seconds that must have been seen before anything is said.
const LEAST: f64 = 1.5;
/// Seconds between two looks.
const EVERY: f64 = 0.25;

/// What was seen of the running job.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Label and stage: another one starts over.
    job: Option<(String, String)>,
    /// Seconds of the window's clock, and how much was done.
    seen: VecDeque<(f64, u64)>,
}

impl Pace {
    /// Looks at the job. `now` is the window's clock in seconds.
    pub(super) fn follow(&mut self, job: Option<&JobProgress>, now: f64) {
        let Some(job) = job else {
            *self = Self::default();
            return;
        };
        let same = self
            .job
            .as_ref()
            .is_some_and(|(label, stage)| *label == job.label && *stage == job.stage);
        let back = self.seen.back().is_some_and(|(_, done)| *done > job.done);
        if !same || back {
            self.job = Some((job.label.clone(), job.stage.clone()));
            self.seen.clear();
        }
        if self.seen.back().is_none_or(|(at, _)| now - at >= EVERY) {
            self.seen.push_back((now, job.done));
        }
        while self.seen.len() > 2 && self.seen.front().is_some_and(|(at, _)| now - at > WINDOW) {
            self.seen.pop_front();
        }
    }

    /// Units a second; `None` until enough was seen.
    fn rate(&self) -> Option<f64> {
        let ((from, before), (to, done)) = (self.seen.front()?, self.seen.back()?);
        let secs = to - from;
        (secs >= LEAST && done > before).then(|| (done - before) as f64 / secs)
    }

    /// `96 a second, about 15 s left`; empty until enough was seen.
    pub(super) fn words(&self, job: &JobProgress) -> String {
        let Some(rate) = self.rate() else {
            return String::new();
        };
        let speed = if rate < 9.5 {
            format!("{} a second", decimal(rate, 1))
        } else {
            format!("{} a second", number(rate.round() as u64))
        };
        if job.total <= job.done {
            return speed;
        }
        let left = (job.total - job.done) as f64 / rate;
        format!("{speed}, {}", left_words(left))
    }
}

/// `about 15 s left`, no more precise than it can be known.
fn left_words(secs: f64) -> String {
    let steps = |of: f64, step: f64| ((of / step).ceil() * step) as u64;
    match secs {
        ..10.0 => "a few seconds left".to_owned(),
        10.0..55.0 => format!("about {} s left", steps(secs, 5.0)),
        55.0..5_400.0 => format!("about {} min left", steps(secs, 60.0) / 60),
        _ => format!("about {} h left", steps(secs, 3_600.0) / 3_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(done: u64) -> JobProgress {
        JobProgress {
            label: "Importing".to_owned(),
            stage: "Importing".to_owned(),
            done,
            total: 1_000,
            unit: "files".to_owned(),
            cancelling: false,
        }
    }

    #[test]
    fn the_pace_is_that_of_the_last_seconds() {
        let mut pace = Pace::default();
        pace.follow(Some(&job(0)), 0.0);
        assert_eq!(pace.words(&job(0)), "");
        // A slow beginning is forgotten.
        for second in 0..40_u32 {
            pace.follow(Some(&job(u64::from(second))), f64::from(second));
        }
        assert_eq!(pace.words(&job(39)), "1.0 a second, about 17 min left");
        for second in 0..20_u32 {
            pace.follow(
                Some(&job(40 + 20 * u64::from(second))),
                f64::from(40 + second),
            );
        }
        assert_eq!(pace.words(&job(420)), "20 a second, about 30 s left");
        // Another stage starts over.
        let mut finishing = job(1);
        finishing.stage = "Finishing".to_owned();
        pace.follow(Some(&finishing), 61.0);
        assert_eq!(pace.words(&finishing), "");
    }

    #[test]
    fn time_left_is_said_no_more_precisely_than_it_is_known() {
        for (secs, words) in [
            (3.0, "a few seconds left"),
            (31.0, "about 35 s left"),
            (61.0, "about 2 min left"),
            (600.0, "about 10 min left"),
            (9_000.0, "about 3 h left"),
        ] {
            assert_eq!(left_words(secs), words);
        }
    }
}
