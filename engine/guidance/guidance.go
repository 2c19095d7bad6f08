// Package guidance turns what is measured on a live picture into one hint for
// the visitor and, once a good picture is held still, into a capture.
//
// A coach is fed measures with the time they belong to and answers at once. It
// keeps no picture, reads no clock and never speaks faster than a person can
// read: a hint stays for at least Shown.
package guidance

import "time"

// Every is how often a live picture is measured at most, 16 times a second:
// more tells a visitor nothing, and the preview needs the processor.
const Every = 60 * time.Millisecond

// Hint is the one thing that the visitor is told.
type Hint string

// The hints. Hold is the only one that means that nothing is wrong.
const (
	SearchCard   Hint = "search_card"   // no document in the picture
	WholeCard    Hint = "whole_card"    // a corner is outside
	CardCloser   Hint = "card_closer"   // too few pixels to read the print
	CardFarther  Hint = "card_farther"  // no room left around it
	CardFlat     Hint = "card_flat"     // tilted away from the camera
	TurnOver     Hint = "turn_over"     // still the side that was taken before
	TooDark      Hint = "too_dark"      //
	TooBright    Hint = "too_bright"    //
	Glare        Hint = "glare"         // a reflection covers print
	GlareFace    Hint = "glare_face"    // a reflection covers the portrait
	WrongSide    Hint = "wrong_side"    // no portrait where the side with one is wanted
	Blurred      Hint = "blurred"       //
	HoldSteady   Hint = "hold_steady"   // good, but moving
	Hold         Hint = "hold"          // good and still: the picture is about to be taken
	SearchFace   Hint = "search_face"   // no face in the picture
	OnePerson    Hint = "one_person"    // more than one face
	FaceCloser   Hint = "face_closer"   //
	FaceFarther  Hint = "face_farther"  //
	CentreFace   Hint = "centre_face"   //
	LevelHead    Hint = "level_head"    // tilted to a shoulder
	LookStraight Hint = "look_straight" // turned away, up or down
	OpenEyes     Hint = "open_eyes"     //
	CloseMouth   Hint = "close_mouth"   //
	BackLight    Hint = "back_light"    // the light is behind the person
	GlassesGlare Hint = "glasses_glare" // a reflection covers an eye
	Relax        Hint = "relax"         // a neutral face is wanted
	SmileNow     Hint = "smile_now"     // a smile is wanted
)

// Hints returns every hint, for those who must have words for each.
func Hints() []Hint {
	return []Hint{
		SearchCard, WholeCard, CardCloser, CardFarther, CardFlat, TurnOver, TooDark, TooBright, Glare, GlareFace, WrongSide,
		Blurred, HoldSteady, Hold, SearchFace, OnePerson, FaceCloser, FaceFarther, CentreFace,
		LevelHead, LookStraight, OpenEyes, CloseMouth, BackLight, GlassesGlare, Relax, SmileNow,
	}
}

// Shown is how long a hint stays at least, so that it can be read.
const Shown = 600 * time.Millisecond

// ofLight are the hints that must last for flicker before they are given: a
// camera that adjusts its exposure, or a reflection that passes, is none.
func (h Hint) ofLight() bool {
	switch h {
	case TooDark, TooBright, Glare, GlareFace, BackLight, GlassesGlare:
		return true
	}
	return false
}

// Advice is what the screen shows of the picture that was measured.
type Advice struct {
	Hint    Hint
	Good    bool    // nothing is wrong with this picture
	Merit   float64 // the higher the better, among good pictures of one coach
	Lead    float64 // by how much its Merit must exceed that of the Best to take its place; negative: may fall short
	Filled  float64 // how much of the time to hold still has passed, 0..1
	Capture bool    // take a picture, this one or the Best; true once, then only after a new start
}

// coach is what both kinds of guidance share: the dwell of hints and the time
// that a good picture has been held.
type coach struct {
	hold    time.Duration // to hold a good picture
	alike   float64       // merits that differ by less say nothing
	hint    Hint
	shownAt time.Duration
	said    Hint          // what would be said of the last picture
	saidAt  time.Duration // and since when
	held    time.Duration
	last    time.Duration
	begun   bool
	fired   bool
}

// advise takes what would be said of a picture taken at this time, its merit, and
// whether what it shows still changes. Lost ground is lost at twice the pace at
// which it is gained, so that one bad picture in between does not start all over.
func (c *coach) advise(at time.Duration, say Hint, merit float64, changing bool) Advice {
	dt := min(at-c.last, maxGap)
	if !c.begun {
		dt = 0
	}
	good := say == Hold
	lead := c.alike
	if changing {
		lead = -lead
	}
	if good {
		c.held = min(c.held+dt, c.hold)
	} else {
		c.held = max(c.held-2*dt, 0)
	}
	if !c.begun || say != c.said {
		c.said, c.saidAt = say, at
	}
	read := at-c.shownAt >= Shown
	passing := say.ofLight() && at-c.saidAt < flicker
	if !c.begun || say != c.hint && read && !passing {
		c.hint, c.shownAt = say, at
	}
	c.begun, c.last = true, at
	a := Advice{Hint: c.hint, Good: good, Merit: merit, Lead: lead, Filled: float64(c.held) / float64(c.hold)}
	if good && c.held == c.hold && !c.fired {
		c.fired, a.Capture = true, true
	}
	return a
}
