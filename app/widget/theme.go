package widget

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"portico/app/flow"
	"portico/app/palette"
	"portico/assets/fonts"
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

// size is a measure at full scale with the floor below which it never goes, and
// how much of a visitor's larger text it follows: 1 as text does, 0 not at all.
type size struct {
	full, floor float32
	follows     float32
}

var sizes = map[fyne.ThemeSizeName]size{
	SizeMargin:      {48, 12, 0},
	SizeGutter:      {24, 8, 0},
	SizeHeader:      {88, 56, 0},
	SizeActions:     {104, 64, 0},
	SizeTarget:      {64, 48, 0},
	SizeTitle:       {40, 24, 1},
	SizeInstruction: {28, 20, 1},
	SizeSmall:       {20, 18, 1},
	SizeSymbol:      {32, 24, .5},
	SizeEmblem:      {144, 80, 0},
	SizeRadius:      {16, 8, 0},

	theme.SizeNameText:           {22, 18, 1},
	theme.SizeNameCaptionText:    {20, 18, 1},
	theme.SizeNameSubHeadingText: {28, 20, 1},
	theme.SizeNameHeadingText:    {40, 24, 1},
	theme.SizeNamePadding:        {8, 4, 0},
	theme.SizeNameInnerPadding:   {8, 4, 0},
	theme.SizeNameInputRadius:    {16, 8, 0},
}

var (
	regular = fyne.NewStaticResource("NotoSans-Regular.ttf", fonts.Regular)
	bold    = fyne.NewStaticResource("NotoSans-Bold.ttf", fonts.Bold)
)

// Theme is the look of all screens at one scale. It is comparable.
type Theme struct {
	Scale float32
	Look  flow.Look
	Own   *palette.Colours // an operator's, in the usual scheme; nil means ours
}

// Compact reports whether the screen is too small, or its text too large, for
// words that only repeat what is said elsewhere on it.
func Compact() bool {
	return theme.Size(SizeMargin) < 40 || theme.TextSize() > 1.2*theme.Size(SizeTarget)/targetInText
}

// targetInText is the height of a button over that of its text, at the usual
// size.
const targetInText = 64. / 22

// reference is the size of screen that the measures are given for.
var reference = fyne.NewSize(1280, 800)

// ThemeFor returns the theme that fits a screen or window, in a visitor's look.
func ThemeFor(screen fyne.Size, look flow.Look) Theme {
	w, h := screen.Width, screen.Height
	if h > w { // portrait: the same measures, turned
		w, h = h, w
	}
	return Theme{Scale: min(max(min(w/reference.Width, h/reference.Height), .5), 2), Look: look}
}

// Color returns the colour of a role, or of what fyne's own widgets draw. The
// variant does not matter.
func (t Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	p := t.colours()
	if role, ok := roles[name]; ok {
		name = fyne.ThemeColorName(role)
	}
	if c, ok := p[Role(name)]; ok {
		return c
	}
	variant := theme.VariantDark
	if t.Look.Scheme == flow.Usual {
		variant = theme.VariantLight
	}
	return theme.DefaultTheme().Color(name, variant)
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

// Size returns a measure at the theme's scale; that of text also in the size
// that the visitor chose.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		measure := max(s.full*t.Scale, s.floor)
		return measure * (1 + s.follows*(t.Look.Text()-1))
	}
	return theme.DefaultTheme().Size(name)
}
