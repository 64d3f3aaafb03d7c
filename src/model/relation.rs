//! Relative locations: "150 km south of Tripoli" as plain values. Knows neither text nor geodesy.

use serde::{Deserialize, Serialize};

use super::{geo::LatLon, span::ByteSpan};

/// Kilometers in an international mile.
pub const KM_PER_MILE: f64 = 1.609_344;

/// Kilometers in a nautical mile.
pub const KM_PER_NAUTICAL_MILE: f64 = 1.852;

/// One of the 16 winds of the compass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Wind(u8);

impl Wind {
    /// Words of the 16 winds, clockwise from north.
    pub const WORDS: [&'static str; 16] = [
        "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
        "NW", "NNW",
    ];

    /// The wind with this word, in capitals.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let at = Self::WORDS.iter().position(|w| *w == word)?;
        u8::try_from(at).ok().map(Self)
    }

    /// The word used in tables and exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS
            .get(usize::from(self.0))
            .copied()
            .unwrap_or_default()
    }

    /// Degrees clockwise from north.
    #[must_use]
    pub fn bearing(self) -> f64 {
        f64::from(self.0) * 22.5
    }

    /// Degrees to either side that the word may stand for: a person who says "north" may mean anything between northeast
    /// and northwest, who says "northeast" has told eight winds apart, who says "north-northeast" sixteen. After
    /// Wieczorek, Guo and Hijmans 2004, "The point-radius method for georeferencing locality descriptions", section on
    /// the uncertainty of directions (doi:10.1080/13658810412331280211).
    #[must_use]
    pub const fn half_angle(self) -> f64 {
        match self.0 % 4 {
            0 => 45.0,
            2 => 22.5,
            _ => 11.25,
        }
    }

    /// The wind nearest to a bearing in degrees, of the 8 or of all 16.
    #[must_use]
    pub fn nearest(bearing: f64, all_sixteen: bool) -> Self {
        let step = if all_sixteen { 1.0 } else { 2.0 };
        let turns = (bearing.rem_euclid(360.0) / (22.5 * step)).round() * step;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 16"
        )]
        let at = turns as u8 % 16;
        Self(at)
    }
}

/// A distance as the text states it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Distance {
    /// The stated figure in km; where the text gives kilometers and miles, the kilometers.
    pub km: f64,
    /// The figure in the other unit, in km.
    pub second_km: Option<f64>,
    /// What the figure can mean, given how it is rounded.
    pub low_km: f64,
    pub high_km: f64,
    /// Whether the two units say the same, given how each is rounded; `None` where only one is stated.
    pub agree: Option<bool>,
}

/// What kind of relation a phrase states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelationKind {
    /// So far, in that direction, or both.
    At,
    /// Halfway between two places.
    Halfway,
    /// Between two places, or on the road between them.
    Between,
    /// On the water off a place.
    Off,
    /// The next place in that direction.
    Next,
    /// Controls the way to a place from that direction.
    Access,
}

impl RelationKind {
    const ALL: [Self; 6] = [
        Self::At,
        Self::Halfway,
        Self::Between,
        Self::Off,
        Self::Next,
        Self::Access,
    ];

    /// The word used in tables and exports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::At => "at",
            Self::Halfway => "halfway",
            Self::Between => "between",
            Self::Off => "off",
            Self::Next => "next",
            Self::Access => "access",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// A relative location as an article states it. Spans are bytes of the reading text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundRelation {
    /// The whole phrase, with the place where it stands beside it.
    pub span: ByteSpan,
    pub kind: RelationKind,
    /// The name of what lies there, or the words that describe it ("a village"). `None` where the phrase locates an event.
    pub place: Option<ByteSpan>,
    /// Whether `place` is a description rather than a name.
    pub described: bool,
    /// The name it is seen from; elsewhere in the text where the phrase says "the city".
    pub anchor: ByteSpan,
    /// The other end of what lies between two places.
    pub second_anchor: Option<ByteSpan>,
    pub distance: Option<Distance>,
    /// How the place lies, seen from the anchor.
    pub direction: Option<Wind>,
}

/// Where something may lie by a relation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Area {
    /// Between two distances and two bearings.
    Sector {
        center: LatLon,
        from_km: f64,
        to_km: f64,
        /// Degrees clockwise from north.
        bearing: f64,
        /// Degrees to either side.
        half_angle: f64,
    },
    /// Between two distances, all around.
    Ring {
        center: LatLon,
        from_km: f64,
        to_km: f64,
    },
    /// Along the line from `a` to `b`, both distances counted from `a`.
    Corridor {
        a: LatLon,
        b: LatLon,
        from_km: f64,
        to_km: f64,
        half_width_km: f64,
    },
    /// On that side of a place. It is drawn as far as `reach_km`, but the words set no limit.
    HalfPlane {
        center: LatLon,
        bearing: f64,
        reach_km: f64,
    },
}

impl Area {
    /// The word used in exports.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Sector { .. } => "sector",
            Self::Ring { .. } => "ring",
            Self::Corridor { .. } => "corridor",
            Self::HalfPlane { .. } => "half-plane",
        }
    }
}

/// Whether what is stated fits where the places lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    Agrees,
    /// The distance does not fit; by how many km the true one is more (or, negative, less) than the stated one.
    Differs {
        by_km: f64,
    },
    /// It lies elsewhere as seen from the anchor; where it does.
    WrongDirection {
        lies: Wind,
    },
    /// Off the line between the two anchors, by so many km.
    OffTheLine {
        by_km: f64,
    },
    /// A position is missing, or an area is too large to tell.
    Unknown,
}

impl Verdict {
    /// The word used in tables and exports.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Unknown => "unknown",
            _ => "differs",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bearings_and_words_go_both_ways() {
        for word in Wind::WORDS {
            let wind = Wind::parse(word).unwrap();
            assert_eq!(wind.word(), word);
            assert_eq!(Wind::nearest(wind.bearing() + 11.0, true), wind);
            assert_eq!(Wind::nearest(wind.bearing() - 371.0, true), wind);
        }
        assert_eq!(Wind::nearest(359.0, false).word(), "N");
        assert_eq!(Wind::nearest(200.0, false).word(), "S");
        assert_eq!(Wind::nearest(203.0, false).word(), "SW");
        assert_eq!(Wind::parse("ne"), None);
    }
}
