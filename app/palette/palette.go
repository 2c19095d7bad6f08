// Package palette is the colours of the light scheme by what they are for, an
// operator's own in the place of ours, and whether text in them can be read. It
// is pure and safe for concurrent use.
package palette

import (
	"errors"
	"fmt"
	"image/color"
	"maps"
	"math"
	"strings"
)

// Role is what a colour is for.
type Role string

// The roles.
const (
	Ground   Role = "ground"  // screens
	Surface  Role = "surface" // cards, bars
	Ink      Role = "ink"
	QuietInk Role = "quiet"
	Brand    Role = "brand" // main action, stepper
	Good     Role = "good"
	Attend   Role = "attend"
	Stop     Role = "stop"
	OnBrand  Role = "on-brand" // text on the main action
)

// Roles returns every role.
func Roles() []Role {
	return []Role{Brand, OnBrand, Ground, Surface, Ink, QuietInk, Good, Attend, Stop}
}

// Colours are colours by role. What is absent is as usual.
type Colours map[Role]color.NRGBA

// Usual returns ours (design/LOOK.md).
func Usual() Colours {
	return Colours{
		Ground:   {0xF7, 0xF8, 0xFA, 0xFF},
		Surface:  {0xFF, 0xFF, 0xFF, 0xFF},
		Ink:      {0x12, 0x18, 0x1F, 0xFF},
		QuietInk: {0x44, 0x50, 0x5C, 0xFF},
		Brand:    {0x0B, 0x4F, 0x8A, 0xFF},
		Good:     {0x09, 0x5A, 0x30, 0xFF},
		Attend:   {0x74, 0x47, 0x00, 0xFF},
		Stop:     {0xA3, 0x16, 0x21, 0xFF},
		OnBrand:  {0xFF, 0xFF, 0xFF, 0xFF},
	}
}

// All returns c with what is absent from it as usual.
func (c Colours) All() Colours {
	all := Usual()
	maps.Copy(all, c)
	return all
}

// Errors of colours that make no sense.
var (
	ErrColour   = errors.New("is no colour; write #RRGGBB")
	ErrContrast = errors.New("text could not be read on its ground")
)

// Parse reads #RRGGBB; else its error wraps ErrColour.
func Parse(text string) (color.NRGBA, error) {
	c := color.NRGBA{A: 0xFF}
	digits := strings.TrimPrefix(text, "#")
	if len(digits) != 6 {
		return c, fmt.Errorf("%q %w", text, ErrColour)
	}
	if n, err := fmt.Sscanf(digits, "%02x%02x%02x", &c.R, &c.G, &c.B); err != nil || n != 3 {
		return c, fmt.Errorf("%q %w", text, ErrColour)
	}
	return c, nil
}

// Hex writes a colour as Parse reads it.
func Hex(c color.NRGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// Least is the contrast of text that WCAG 2.2 asks for at level AAA.
const Least = 7

// Contrast is that of two colours by WCAG 2.2: 1 to 21.
func Contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + .05) / (min(la, lb) + .05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= .04045 {
			return s / 12.92
		}
		return math.Pow((s+.055)/1.055, 2.4)
	}
	return .2126*linear(c.R) + .7152*linear(c.G) + .0722*linear(c.B)
}

// Pair is text on a ground.
type Pair struct {
	Text, Ground Role
	Contrast     float64
}

// Poor returns the pairs that screens draw and that have less contrast than
// Least.
func (c Colours) Poor() (poor []Pair) {
	all := c.All()
	check := func(text, ground Role) {
		if k := Contrast(all[text], all[ground]); k < Least {
			poor = append(poor, Pair{text, ground, k})
		}
	}
	for _, text := range []Role{Ink, QuietInk, Brand, Good, Attend, Stop} {
		check(text, Ground)
		check(text, Surface)
	}
	check(OnBrand, Brand)
	return poor
}

// Texts returns c as text, by role.
func (c Colours) Texts() map[Role]string {
	texts := map[Role]string{}
	for role, colour := range c {
		texts[role] = Hex(colour)
	}
	return texts
}

// FromTexts reads what Texts returned. It fails with ErrColour for what is no
// colour or of no role, and with ErrContrast where text could not be read.
func FromTexts(texts map[Role]string) (Colours, error) {
	c := Colours{}
	for role, text := range texts {
		if _, known := Usual()[role]; !known {
			return nil, fmt.Errorf("%q: %w", role, ErrColour)
		}
		colour, err := Parse(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", role, err)
		}
		c[role] = colour
	}
	return c, c.Check()
}

// Check returns ErrContrast where text in c could not be read, with what it is.
func (c Colours) Check() error {
	for _, p := range c.Poor() {
		return fmt.Errorf("%s on %s has %.1f:1, not %d:1: %w", p.Text, p.Ground, p.Contrast, Least, ErrContrast)
	}
	return nil
}
