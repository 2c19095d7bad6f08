// Package liveness names the liveness checks and what they return. The checks
// themselves live in the packages below it.
package liveness

// Kind is a liveness check, in the contract's words.
type Kind string

// The checks of the contract, and Light, which is our own.
const (
	Passive   Kind = "PASSIVE_LIVENESS"
	Smile     Kind = "SMILE_LIVENESS"
	EyeGaze   Kind = "EYE_GAZE_LIVENESS"
	MagnifEye Kind = "MAGNIFEYE_LIVENESS"
	Light     Kind = "LIGHT_LIVENESS"
)

// Active reports whether k asks the person to do something, so that it can
// carry a decision.
func (k Kind) Active() bool { return k == Smile || k == EyeGaze || k == MagnifEye || k == Light }

// Assertion says what the face in a liveness selfie is meant to show.
type Assertion string

// The assertions of the contract.
const (
	None            Assertion = "NONE"
	Neutral         Assertion = "NEUTRAL"
	Smiling         Assertion = "SMILE"
	Approaching     Assertion = "MAGNIFEYE" // of records alone
	Lit             Assertion = "LIGHT"     // of records alone, our own
	GazeTopLeft     Assertion = "EYE_GAZE_TOP_LEFT"
	GazeTopRight    Assertion = "EYE_GAZE_TOP_RIGHT"
	GazeBottomLeft  Assertion = "EYE_GAZE_BOTTOM_LEFT"
	GazeBottomRight Assertion = "EYE_GAZE_BOTTOM_RIGHT"
)

// Gaze reports whether a asks for a look at a corner of the screen.
func (a Assertion) Gaze() bool {
	return a == GazeTopLeft || a == GazeTopRight || a == GazeBottomLeft || a == GazeBottomRight
}

// Kind is the check that a picture with this assertion is for.
func (a Assertion) Kind() Kind {
	switch a {
	case Neutral, Smiling:
		return Smile
	case Approaching:
		return MagnifEye
	case Lit:
		return Light
	}
	if a.Gaze() {
		return EyeGaze
	}
	return Passive
}

// Code says why a check has no score, in the contract's words.
type Code string

// The reasons for no score.
const (
	NotEnoughData Code = "NOT_ENOUGH_DATA"
	InvalidData   Code = "INVALID_DATA"
)

// Result is the outcome of a check: a Score or an Error, never both.
type Result struct {
	Kind  Kind               `json:"type"`
	Score *float64           `json:"score,omitempty"` // 0..1, high = live
	Error Code               `json:"errorCode,omitempty"`
	Cues  map[string]float64 `json:"cues,omitempty"` // what the score was made of, by name
}
