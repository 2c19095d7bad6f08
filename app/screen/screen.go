// Package screen is what the screens show: the values that the presenter sets,
// from any goroutine, and the views read on the interface thread.
//
// Pictures inside the values are immutable.
package screen

import (
	"image"
	"time"

	"portico/app/flow"
	"portico/app/receipt"
	"portico/engine/guidance"
	"portico/engine/liveness"
	"portico/engine/trust"
)

// Model is all of them. NewModel makes one that is ready to be shown.
type Model struct {
	State    *Value[flow.State]
	Advice   *Value[guidance.Advice] // on the live picture
	Prompt   *Value[Prompt]          // of a challenge that leads the visitor
	Evidence *Value[*Evidence]       // nil until something was read
	Verdict  *Value[*trust.Verdict]  // nil until decided
	Receipt  *Value[receipt.Receipt] // shown with a result; zero before
	Seconds  *Value[int]             // left until a screen or the visitor's time ends; 0 = no clock runs
	Waiting  *Value[bool]            // an effect takes longer than a moment
	Language *Value[string]          // code of the language spoken
	Room     *Value[*Room]           // of the staff; nil until it was surveyed
	Brand    *Value[*Brand]          // the operator's; nil means ours
	Gauge    *Value[Gauge]           // in the cameras' room; zero before the first measure
}

// Terms are what a visitor agrees to beside the words: their version, and how
// long data live.
type Terms struct {
	Version                           string
	Unfinished, Finished, Undelivered time.Duration
}

// Prompt is what a challenge shows and says now. The zero value shows nothing.
type Prompt struct {
	Instruction liveness.Instruction
	Look        liveness.Assertion // the corner of the screen where the mark is
	Reach       float64            // where the face is wanted: see liveness.Step's Target
	Lit         bool               // the screen shines in Colour
	Colour      [3]float64         // red, green, blue, 0..1, linear
	Progress    float64            // 0..1
}

// Evidence is what was taken and read, for the visitor to check and a
// colleague to judge.
type Evidence struct {
	Fields   []Field
	Pictures []Picture
	Note     string // a colleague's
}

// Field is one value that was read.
type Field struct {
	Name   string // of package document
	Value  string
	Read   string      // what was read, where somebody corrected it
	Source string      // zone it was read from
	Zones  []Zone      // the readings of it, where there are several
	Unsure bool        // read with low confidence, or the zones differ
	Typed  bool        // nothing was read: Value was entered by hand, or is empty still
	Crop   image.Image // where it was read; nil when not known
}

// Zone is what one zone of the document says of a field.
type Zone struct {
	Source  string // of package document
	Value   string
	Differs bool // from the print
}

// Picture is one picture with the end of its caption's key.
type Picture struct {
	Name  string // front, back, portrait, selfie, neutral, smile, gaze, approach, light
	Image image.Image
}

// Picture returns the picture of this name, or nil.
func (e *Evidence) Picture(name string) image.Image {
	if e == nil {
		return nil
	}
	for _, p := range e.Pictures {
		if p.Name == name {
			return p.Image
		}
	}
	return nil
}

// NewModel returns what is shown of a kiosk that nobody stands at.
func NewModel(setup flow.Setup, language string) *Model {
	return &Model{
		State:    of(flow.Begin(setup)),
		Advice:   of(guidance.Advice{}),
		Prompt:   of(Prompt{}),
		Evidence: of[*Evidence](nil),
		Verdict:  of[*trust.Verdict](nil),
		Receipt:  of(receipt.Receipt{}),
		Seconds:  of(0),
		Waiting:  of(false),
		Language: of(language),
		Room:     of[*Room](nil),
		Brand:    of[*Brand](nil),
		Gauge:    of(Gauge{}),
	}
}
