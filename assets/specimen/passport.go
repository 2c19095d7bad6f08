package specimen

import (
	"image"
	"image/color"
	"math"
	"strings"

	"golang.org/x/image/draw"
)

// Passport is the data page of a passport of Utopia, laid out as Doc 9303-4
// asks. Dates are DD.MM.YYYY and printed as 12 AUG 1974.
type Passport struct {
	GivenNames, Surname, Sex, Number string
	Birth, Issue, Expiry             string
	BirthPlace, Authority            string
	Portrait                         image.Image
	Country, Title                   string // empty: UTOPIA, PASSPORT
}

// Places on the data page, named by the template uto-passport-2026.toml too.
var (
	passportPortrait  = box{.045, .200, .300, .680}
	passportGhost     = box{.800, .300, .930, .545}
	passportSignature = box{.540, .635, .800, .715}
)

// Page draws the data page at w pixels' width.
func (p Passport) Page(w int) *image.RGBA {
	country, title := p.Country, p.Title
	if country == "" {
		country = "UTOPIA"
	}
	if title == "" {
		title = "PASSPORT"
	}
	img := Design{light: rgb{206, 220, 238}, dark: rgb{240, 226, 204}}.blank(w, aspectID3, 0)
	h := img.Rect.Dy()
	text(img, .045, .090, .062, navy, bold, country)
	text(img, .330, .090, .050, navy, regular, title)
	text(img, .700, .090, .042, label, regular, "SPECIMEN")
	if p.Portrait != nil {
		draw.CatmullRom.Scale(img, passportPortrait.in(w, h), p.Portrait, p.Portrait.Bounds(), draw.Src, nil)
		ghost(img, passportGhost.in(w, h), p.Portrait)
	}
	sign(img, passportSignature.in(w, h), p.Surname)
	field := func(x, y float64, name, value string) {
		text(img, x, y, .024, label, regular, name)
		text(img, x, y+.050, .042, black, regular, value)
	}
	field(.330, .150, "Type", "P")
	field(.430, .150, "Code of issuing state", "UTO")
	field(.700, .150, "Passport number", p.Number)
	field(.330, .245, "Surname", strings.ToUpper(p.Surname))
	field(.330, .340, "Given names", strings.ToUpper(p.GivenNames))
	field(.330, .435, "Nationality", "UTOPIAN")
	field(.330, .530, "Date of birth", named(p.Birth))
	field(.560, .530, "Sex", p.Sex)
	field(.640, .530, "Place of birth", strings.ToUpper(p.BirthPlace))
	field(.330, .625, "Date of issue", named(p.Issue))
	field(.330, .710, "Date of expiry", named(p.Expiry))
	field(.830, .625, "Authority", p.Authority)
	for i, line := range p.Lines() {
		// 44 characters of 2.54 mm, lines 6.35 mm apart, the lower 9.4 mm above the edge (Doc 9303-4, 4.2).
		zone(img, (125-44*2.54)/2/125, (88-9.4+1.3-6.35*float64(1-i))/88, 2.54/125, line)
	}
	return img
}

// Lines returns the page's machine-readable zone, after Doc 9303-4.
func (p Passport) Lines() [2]string {
	birth, expiry := yymmdd(p.Birth), yymmdd(p.Expiry)
	number := fill(p.Number, 9)
	one := "P<UTO" + strings.ToUpper(strings.ReplaceAll(p.Surname, " ", "<")+"<<"+strings.ReplaceAll(p.GivenNames, " ", "<"))
	two := number + checkDigit(number) + "UTO" + birth + checkDigit(birth) + p.Sex + expiry + checkDigit(expiry) + fill("", 14) + "<"
	return [2]string{fill(one, 44), two + checkDigit(two[:10]+two[13:20]+two[21:43])}
}

// named prints a date with the month's name.
func named(date string) string {
	months := "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
	m := int(date[3]-'0')*10 + int(date[4]-'0')
	return date[:2] + " " + months[3*m-3:3*m] + " " + date[6:]
}

// ghost prints a second, fainter portrait.
func ghost(img *image.RGBA, at image.Rectangle, portrait image.Image) {
	small := image.NewRGBA(image.Rect(0, 0, at.Dx(), at.Dy()))
	draw.CatmullRom.Scale(small, small.Rect, portrait, portrait.Bounds(), draw.Src, nil)
	draw.DrawMask(img, at, small, image.Point{}, image.NewUniform(color.Alpha{90}), image.Point{}, draw.Over)
}

// sign writes a line of loops, as many as the name has letters.
func sign(img *image.RGBA, at image.Rectangle, name string) {
	n := float64(2 + len(name)%7)
	for i := range 40 * at.Dx() {
		t := float64(i) / float64(40*at.Dx())
		x := float64(at.Min.X) + float64(at.Dx())*(t*.9+.04*math.Sin(2*math.Pi*n*t))
		y := float64(at.Min.Y) + float64(at.Dy())*(.5-.4*math.Cos(2*math.Pi*n*t)*math.Sin(math.Pi*t)+.05*math.Sin(9*t))
		for d := range max(at.Dy()/30, 1) {
			img.SetRGBA(int(x), int(y)+d, navy)
		}
	}
}
