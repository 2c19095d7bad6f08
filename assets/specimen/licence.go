package specimen

import (
	"image"
	"math"

	"golang.org/x/image/draw"
)

// Licence is the front of a driving licence of Utopia, ID-1, with a ghost
// portrait, a signature and a fingerprint. Dates are DD.MM.YYYY as printed.
type Licence struct {
	GivenNames, Surname, Number string
	Birth, Issue, Expiry        string
	Classes                     string
	Portrait                    image.Image
}

// Places on the licence, named by the template uto-drivers-licence-2026.toml too.
var (
	licencePortrait    = box{.045, .220, .280, .740}
	licenceGhost       = box{.840, .220, .950, .465}
	licenceSignature   = box{.045, .790, .280, .930}
	licenceFingerprint = box{.840, .560, .950, .800}
)

// Front draws the front at w pixels' width.
func (l Licence) Front(w int) *image.RGBA {
	img := Design{light: rgb{238, 206, 214}, dark: rgb{224, 232, 220}}.blank(w, aspectID1, 0)
	h := img.Rect.Dy()
	text(img, .045, .125, .074, navy, bold, "UTOPIA")
	text(img, .320, .125, .056, navy, regular, "DRIVING LICENCE")
	text(img, .760, .125, .045, label, regular, "SPECIMEN")
	if l.Portrait != nil {
		draw.CatmullRom.Scale(img, licencePortrait.in(w, h), l.Portrait, l.Portrait.Bounds(), draw.Src, nil)
		ghost(img, licenceGhost.in(w, h), l.Portrait)
	}
	sign(img, licenceSignature.in(w, h), l.Surname)
	finger(img, licenceFingerprint.in(w, h))
	row(img, .320, .250, "Surname", l.Surname)
	row(img, .320, .400, "Given names", l.GivenNames)
	row(img, .320, .550, "Date of birth", l.Birth)
	row(img, .320, .700, "Issued on", l.Issue)
	row(img, .320, .850, "Licence number", l.Number)
	row(img, .590, .700, "Valid until", l.Expiry)
	row(img, .590, .550, "Classes", l.Classes)
	return rounded(img)
}

// finger prints ridges around a core.
func finger(img *image.RGBA, at image.Rectangle) {
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for x := at.Min.X; x < at.Max.X; x++ {
			u := 2*float64(x-at.Min.X)/float64(at.Dx()) - 1
			v := 2*float64(y-at.Min.Y)/float64(at.Dy()) - 1
			r := math.Hypot(u, v*.8-.2)
			if ridge := math.Sin(26*r + 2*math.Atan2(v, u) + 1.5*math.Sin(3*u)); u*u+v*v < 1 && ridge > .2 {
				img.SetRGBA(x, y, navy)
			}
		}
	}
}
