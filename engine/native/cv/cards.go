package cv

import (
	"image"
	"math"

	"gocv.io/x/gocv"

	"portico/engine/imaging"
)

// Cards proposes quadrilaterals that may be the outline of a card. The zero
// value is ready and safe for concurrent use.
type Cards struct{}

// Candidates returns outlines of regions and combinations of long straight
// edges in img, which should be about 480 pixels long. Their order means
// nothing; most are no cards. A picture of less than 16 pixels has none.
func (Cards) Candidates(img *image.RGBA) []imaging.Quad {
	rgb, ok := matrix(img)
	if !ok {
		return nil
	}
	defer rgb.Close()
	lab := gocv.NewMat()
	defer lab.Close()
	gocv.CvtColor(rgb, &lab, gocv.ColorRGBToLab)
	gocv.GaussianBlur(lab, &lab, image.Pt(5, 5), 0, 0, gocv.BorderReplicate)
	channels := gocv.Split(lab)
	union := gocv.NewMatWithSize(img.Rect.Dy(), img.Rect.Dx(), gocv.MatTypeCV8UC1)
	defer union.Close()

	var found []imaging.Quad
	least := float64(img.Rect.Dx()*img.Rect.Dy()) * smallestShare
	for _, ch := range channels {
		edges := edgeMap(ch)
		gocv.BitwiseOr(union, edges, &union)
		found = append(found, outlines(edges, least)...)
		edges.Close()
		found = append(found, regions(ch, least)...)
		ch.Close()
	}
	found = append(found, crossings(union)...)
	return found
}

// smallestShare of the picture that an outline must enclose.
const smallestShare = 0.06

// edgeMap returns Canny's edges, thickened to close gaps of two pixels. The
// thresholds follow the channel's own contrast.
func edgeMap(ch gocv.Mat) gocv.Mat {
	mean, dev := gocv.NewMat(), gocv.NewMat()
	defer mean.Close()
	defer dev.Close()
	gocv.MeanStdDev(ch, &mean, &dev)
	high := math.Min(math.Max(1.2*dev.GetDoubleAt(0, 0), 12), 60)
	edges := gocv.NewMat()
	gocv.Canny(ch, &edges, float32(high*.4), float32(high))
	kernel := gocv.GetStructuringElement(gocv.MorphRect, image.Pt(3, 3))
	defer kernel.Close()
	gocv.Dilate(edges, &edges, kernel)
	return edges
}

// regions returns the outlines of what is lighter and of what is darker than
// Otsu's threshold.
func regions(ch gocv.Mat, least float64) []imaging.Quad {
	var found []imaging.Quad
	kernel := gocv.GetStructuringElement(gocv.MorphRect, image.Pt(7, 7))
	defer kernel.Close()
	for _, kind := range []gocv.ThresholdType{gocv.ThresholdBinary, gocv.ThresholdBinaryInv} {
		mask := gocv.NewMat()
		gocv.Threshold(ch, &mask, 0, 255, kind|gocv.ThresholdOtsu)
		gocv.MorphologyEx(mask, &mask, gocv.MorphClose, kernel)
		found = append(found, outlines(mask, least)...)
		mask.Close()
	}
	return found
}

// outlines returns the hulls of the contours in mask that four corners describe.
func outlines(mask gocv.Mat, least float64) []imaging.Quad {
	contours := gocv.FindContours(mask, gocv.RetrievalList, gocv.ChainApproxSimple)
	defer contours.Close()
	var found []imaging.Quad
	for i := range contours.Size() {
		c := contours.At(i)
		if c.Size() < 4 {
			continue
		}
		box := gocv.MinAreaRect(c)
		if float64(box.Width*box.Height) < least {
			continue
		}
		if q, ok := fourCorners(c); ok {
			found = append(found, q)
		}
		if len(box.Points) == 4 {
			found = append(found, quad(box.Points))
		}
	}
	return found
}

// fourCorners simplifies the hull of a contour until four corners are left.
func fourCorners(contour gocv.PointVector) (imaging.Quad, bool) {
	index := gocv.NewMat()
	defer index.Close()
	gocv.ConvexHull(contour, &index, true, false)
	points := make([]image.Point, 0, index.Rows())
	for i := range index.Rows() {
		points = append(points, contour.At(int(index.GetIntAt(i, 0))))
	}
	if len(points) < 4 {
		return imaging.Quad{}, false
	}
	hull := gocv.NewPointVectorFromPoints(points)
	defer hull.Close()
	length := gocv.ArcLength(hull, true)
	for eps := .01; eps <= .08; eps += .01 {
		poly := gocv.ApproxPolyDP(hull, eps*length, true)
		corners := poly.ToPoints()
		poly.Close()
		if len(corners) == 4 {
			return quad(corners), true
		}
		if len(corners) < 4 {
			break
		}
	}
	return imaging.Quad{}, false
}

func quad(p []image.Point) imaging.Quad {
	var q imaging.Quad
	for i := range q {
		q[i] = imaging.Point{X: float64(p[i].X) + .5, Y: float64(p[i].Y) + .5}
	}
	return q
}
