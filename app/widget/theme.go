package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"portico/assets/fonts"
)

// The colours by role, and the text that is readable on each.
var (
	Ground     = color.NRGBA{0xF7, 0xF8, 0xFA, 0xFF}
	Surface    = color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	Ink        = color.NRGBA{0x12, 0x18, 0x1F, 0xFF}
	QuietInk   = color.NRGBA{0x44, 0x50, 0x5C, 0xFF}
	Brand      = color.NRGBA{0x0B, 0x4F, 0x8A, 0xFF}
	Good       = color.NRGBA{0x09, 0x5A, 0x30, 0xFF}
	Attend     = color.NRGBA{0x74, 0x47, 0x00, 0xFF}
	Stop       = color.NRGBA{0xA3, 0x16, 0x21, 0xFF}
	hairline   = color.NRGBA{0xD3, 0xD9, 0xE0, 0xFF}
	hovered    = color.NRGBA{0x0B, 0x4F, 0x8A, 0x18}
	Veil       = color.NRGBA{0x12, 0x18, 0x1F, 0xB4}
	goodBright = color.NRGBA{0x3D, 0xD6, 0x7A, 0xFF} // good on a camera picture, always with a dark shadow
)

// Sizes that fyne has no name for, at 1280×800.
const (
	SizeMargin      fyne.ThemeSizeName = "portico.margin"
	SizeGutter      fyne.ThemeSizeName = "portico.gutter"
	SizeHeader      fyne.ThemeSizeName = "portico.header"
	SizeActions     fyne.ThemeSizeName = "portico.actions"
	SizeTarget      fyne.ThemeSizeName = "portico.target"
	SizeTitle       fyne.ThemeSizeName = "portico.title"
	SizeInstruction fyne.ThemeSizeName = "portico.instruction"
	SizeSmall       fyne.ThemeSizeName = "portico.small"
	SizeSymbol      fyne.ThemeSizeName = "portico.symbol"
	SizeEmblem      fyne.ThemeSizeName = "portico.emblem"
	SizeRadius      fyne.ThemeSizeName = "portico.radius"
)

// size is a measure at full scale with the floor below which it never goes.
type size struct{ full, floor float32 }

var sizes = map[fyne.ThemeSizeName]size{
	SizeMargin:      {48, 12},
	SizeGutter:      {24, 8},
	SizeHeader:      {88, 56},
	SizeActions:     {104, 64},
	SizeTarget:      {64, 48},
	SizeTitle:       {40, 24},
	SizeInstruction: {28, 20},
	SizeSmall:       {20, 18},
	SizeSymbol:      {32, 24},
	SizeEmblem:      {144, 80},
	SizeRadius:      {16, 8},

	theme.SizeNameText:           {22, 18},
	theme.SizeNameCaptionText:    {20, 18},
	theme.SizeNameSubHeadingText: {28, 20},
	theme.SizeNameHeadingText:    {40, 24},
	theme.SizeNamePadding:        {8, 4},
	theme.SizeNameInnerPadding:   {8, 4},
	theme.SizeNameInputRadius:    {16, 8},
}

var colours = map[fyne.ThemeColorName]color.Color{
	theme.ColorNameBackground:          Ground,
	theme.ColorNameForeground:          Ink,
	theme.ColorNamePrimary:             Brand,
	theme.ColorNameForegroundOnPrimary: Surface,
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
}

var (
	regular = fyne.NewStaticResource("NotoSans-Regular.ttf", fonts.Regular)
	bold    = fyne.NewStaticResource("NotoSans-Bold.ttf", fonts.Bold)
)

// Theme is the look of all screens at one scale.
type Theme struct{ Scale float32 }

// Compact reports whether the screen is too small for words that only repeat
// what is said elsewhere on it.
func Compact() bool { return theme.Size(SizeMargin) < 40 }

// reference is the size of screen that the measures are given for.
var reference = fyne.NewSize(1280, 800)

// ThemeFor returns the theme that fits a screen or window.
func ThemeFor(screen fyne.Size) Theme {
	w, h := screen.Width, screen.Height
	if h > w { // portrait: the same measures, turned
		w, h = h, w
	}
	return Theme{min(max(min(w/reference.Width, h/reference.Height), .5), 2)}
}

// Color returns the colour of a role. The variant does not matter.
func (t Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := colours[name]; ok {
		return c
	}
	return theme.DefaultTheme().Color(name, theme.VariantLight)
}

// Font returns Noto Sans.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource {
	if style.Bold {
		return bold
	}
	return regular
}

// Icon returns fyne's own, for its own widgets.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size returns a measure at the theme's scale.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		return max(s.full*t.Scale, s.floor)
	}
	return theme.DefaultTheme().Size(name)
}
