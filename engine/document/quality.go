package document

import (
	"image"
	"math"

	"portico/engine/document/locate"
	"portico/engine/imaging"
)

// The contract's words for what is wrong with a photograph of a page.
const (
	SharpnessLow   = "SHARPNESS_LOW"
	BrightnessLow  = "BRIGHTNESS_LOW"
	BrightnessHigh = "BRIGHTNESS_HIGH"
	HotspotsHigh   = "HOTSPOTS_SCORE_HIGH"
	Small          = "DOCUMENT_SMALL"
	OutOfImage     = "DOCUMENT_OUT_OF_IMAGE"
	CloseToBorder  = "DOCUMENT_CLOSE_TO_IMAGE_BORDER"
)

// How the measures are taken.
const (
	measuredWidth = 640   // of the page, in pixels, whatever the camera
	sharpBlind    = 0.030 // relative Laplacian that scores 0
	sharpClear    = 0.110 // and 1
	glareLuma     = 252
	whitePaper    = 240 // luma that 70 % of a page exceed where glare cannot be told from paper
)

// assess measures the page with corners q in photo.
func (l QualityLimits) assess(photo *image.RGBA, q imaging.Quad) Quality {
	return l.grade(photo, q, greyPage(photo, q))
}

// greyPage returns the page with corners q in photo in grey, measuredWidth
// wide; nil where q is no quadrilateral.
func greyPage(photo *image.RGBA, q imaging.Quad) *image.Gray {
	width, height := extent(q)
	source, factor := photo, 1.0
	if n := int(width) / measuredWidth; n >= 2 {
		side := max(photo.Rect.Dx(), photo.Rect.Dy())
		source, factor = locate.Shrink(photo, (side+n-1)/n)
	}
	h := int(math.Round(measuredWidth * height / math.Max(width, 1)))
	page, err := imaging.Warp(source, q.Scale(1/factor), measuredWidth, min(max(h, 1), 2*measuredWidth))
	if err != nil {
		return nil
	}
	return imaging.Gray(page)
}

// extent returns the mean lengths of q's first side and its opposite, and of
// the other two.
func extent(q imaging.Quad) (width, height float64) {
	return (imaging.Dist(q[0], q[1]) + imaging.Dist(q[3], q[2])) / 2, (imaging.Dist(q[1], q[2]) + imaging.Dist(q[0], q[3])) / 2
}

// grade judges the page with corners q in photo by how it looks straightened.
func (l QualityLimits) grade(photo *image.RGBA, q imaging.Quad, gray *image.Gray) Quality {
	out := Quality{}
	if gray == nil {
		return out
	}
	width, _ := extent(q)
	hist := imaging.Histogram(gray)

	sharp := (imaging.Sharpness(gray) - sharpBlind) / (sharpClear - sharpBlind)
	out.Sharpness = graded(sharp, l.LowSharpness, l.HighSharpness)
	out.Brightness = graded(hist.Mean()/255, l.Dark, l.Bright)
	if hist.Percentile(.3) < whitePaper {
		out.Hotspots = graded(glare(gray), l.SomeGlare, l.MuchGlare)
	} else {
		out.Hotspots = graded(0, l.SomeGlare, l.MuchGlare)
	}

	for _, issue := range []struct {
		name string
		is   bool
	}{
		{SharpnessLow, out.Sharpness.Level == Low},
		{BrightnessLow, out.Brightness.Level == Low},
		{BrightnessHigh, out.Brightness.Level == High},
		{HotspotsHigh, out.Hotspots.Level == High},
		{Small, width < l.LeastWidth},
		{OutOfImage, outside(q, photo.Rect)},
	} {
		if issue.is {
			out.Issues = append(out.Issues, issue.name)
		}
	}
	if margin := int(l.Border * float64(max(photo.Rect.Dx(), photo.Rect.Dy()))); outside(q, photo.Rect.Inset(margin)) {
		out.Warnings = append(out.Warnings, CloseToBorder)
	}
	out.Fine = len(out.Issues) == 0
	return out
}

func graded(score, medium, high float64) Measure {
	score = math.Min(math.Max(score, 0), 1)
	m := Measure{Score: score, Level: Low}
	switch {
	case score >= high:
		m.Level = High
	case score >= medium:
		m.Level = Medium
	}
	return m
}

// glare returns the share of the page that is burnt out in patches: pixels at
// the top of the scale whose neighbourhood of 9×9 is too. Paper that is merely
// white keeps some grain.
func glare(g *image.Gray) float64 {
	const r = 4
	w, h := g.Rect.Dx(), g.Rect.Dy()
	run := make([]int, w) // burnt pixels above, in a row
	burnt := 0
	for y := range h {
		row := g.Pix[y*g.Stride:]
		across := 0
		for x := range w {
			if row[x] >= glareLuma {
				run[x]++
			} else {
				run[x] = 0
			}
			if run[x] > 2*r {
				across++
			} else {
				across = 0
			}
			if across > 2*r {
				burnt++
			}
		}
	}
	return float64(burnt) / math.Max(1, float64(w*h))
}
