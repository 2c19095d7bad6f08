package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/palette"
)

// Role is what a colour is for. Which colour that is depends on the look in
// force.
type Role fyne.ThemeColorName

// The roles. Text in any of Ink to Stop can be read on Ground and on Surface,
// OnBrand on Brand.
const (
	Ground   Role = "portico.ground"  // screens
	Surface  Role = "portico.surface" // cards, bars
	Ink      Role = "portico.ink"
	QuietInk Role = "portico.quiet"
	Brand    Role = "portico.brand" // main action, stepper
	Good     Role = "portico.good"
	Attend   Role = "portico.attend" // needs doing
	Stop     Role = "portico.stop"   // rejected, staff
	OnBrand  Role = "portico.on-brand"
	Veil     Role = "portico.veil" // over what lies below a sheet

	hairline Role = "portico.hairline"
	hovered  Role = "portico.hovered"
)

// Colour returns the role's colour in the look in force.
func (r Role) Colour() color.NRGBA {
	return color.NRGBAModel.Convert(theme.Color(fyne.ThemeColorName(r))).(color.NRGBA)
}

// What is drawn on a camera's picture has the same colours in every look: light
// with a dark shadow shows on any picture.
var (
	lightLine  = color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	darkLine   = color.NRGBA{0x12, 0x18, 0x1F, 0xFF}
	goodBright = color.NRGBA{0x3D, 0xD6, 0x7A, 0xFF}
)

// shades are a colour for each role.
type shades map[Role]color.NRGBA

// colours are those of the theme's scheme.
func (t Theme) colours() shades {
	switch {
	case t.Look.Scheme == flow.Dark:
		return dark
	case t.Look.Scheme == flow.Contrast:
		return contrast
	case t.Own != nil && len(*t.Own) > 0:
		return lightOf(t.Own.All())
	}
	return light
}

var light = lightOf(palette.Usual())

// lightOf makes the light scheme of colours for every role.
func lightOf(c palette.Colours) shades {
	hover := c[palette.Brand]
	hover.A = 0x18
	return shades{
		Ground: c[palette.Ground], Surface: c[palette.Surface], Ink: c[palette.Ink], QuietInk: c[palette.QuietInk],
		Brand: c[palette.Brand], OnBrand: c[palette.OnBrand], Good: c[palette.Good], Attend: c[palette.Attend], Stop: c[palette.Stop],
		Veil:     {0x12, 0x18, 0x1F, 0xB4},
		hairline: {0xD3, 0xD9, 0xE0, 0xFF},
		hovered:  hover,
	}
}

var dark = shades{
	Ground:   {0x10, 0x15, 0x1B, 0xFF},
	Surface:  {0x1B, 0x22, 0x2B, 0xFF},
	Ink:      {0xF4, 0xF6, 0xF8, 0xFF},
	QuietInk: {0xC3, 0xCC, 0xD6, 0xFF},
	Brand:    {0x9C, 0xCC, 0xFF, 0xFF},
	Good:     {0x8A, 0xE6, 0xB1, 0xFF},
	Attend:   {0xFF, 0xCB, 0x7A, 0xFF},
	Stop:     {0xFF, 0xB3, 0xAD, 0xFF},
	OnBrand:  {0x10, 0x15, 0x1B, 0xFF},
	Veil:     {0x00, 0x00, 0x00, 0xC8},
	hairline: {0x45, 0x50, 0x5C, 0xFF},
	hovered:  {0x9C, 0xCC, 0xFF, 0x28},
}

var contrast = shades{
	Ground:   {0x00, 0x00, 0x00, 0xFF},
	Surface:  {0x00, 0x00, 0x00, 0xFF},
	Ink:      {0xFF, 0xFF, 0xFF, 0xFF},
	QuietInk: {0xFF, 0xFF, 0xFF, 0xFF},
	Brand:    {0xFF, 0xE0, 0x00, 0xFF},
	Good:     {0x7D, 0xFF, 0xA8, 0xFF},
	Attend:   {0xFF, 0xE0, 0x00, 0xFF},
	Stop:     {0xFF, 0xB8, 0xB8, 0xFF},
	OnBrand:  {0x00, 0x00, 0x00, 0xFF},
	Veil:     {0x00, 0x00, 0x00, 0xE0},
	hairline: {0xFF, 0xFF, 0xFF, 0xFF},
	hovered:  {0xFF, 0xE0, 0x00, 0x40},
}

// roles are those of what fyne's own widgets draw.
var roles = map[fyne.ThemeColorName]Role{
	theme.ColorNameBackground:          Ground,
	theme.ColorNameForeground:          Ink,
	theme.ColorNamePrimary:             Brand,
	theme.ColorNameForegroundOnPrimary: OnBrand,
	theme.ColorNameButton:              Surface,
	theme.ColorNameHeaderBackground:    Surface,
	theme.ColorNameInputBackground:     Surface,
	theme.ColorNameOverlayBackground:   Surface,
	theme.ColorNameInputBorder:         hairline,
	theme.ColorNameSeparator:           hairline,
	theme.ColorNameDisabled:            QuietInk,
	theme.ColorNamePlaceHolder:         QuietInk,
	theme.ColorNameFocus:               Brand,
	theme.ColorNameHover:               hovered,
	theme.ColorNameSuccess:             Good,
	theme.ColorNameWarning:             Attend,
	theme.ColorNameError:               Stop,
	theme.ColorNameScrollBar:           QuietInk,
}
