package main

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"

	"portico/engine/figures"
)

// bins is how many groups of a calibration are made, each of as many answers.
const bins = 10

// drawCalibration draws a reliability diagram with each group's 95 % interval.
// A program that knows how sure it may be lies on the diagonal.
func drawCalibration(p *plot.Plot, curves []curve) error {
	p.X.Label.Text, p.Y.Label.Text = "how sure it said it was", "how often it was right"
	p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 1, 0, 1
	p.Legend.Left = true
	diagonal, err := plotter.NewLine(plotter.XYs{{}, {X: 1, Y: 1}})
	if err != nil {
		return err
	}
	diagonal.Color = color.Gray{Y: 150}
	p.Add(diagonal)
	for i, c := range curves {
		groups := grouped(c.scores)
		line, points, err := plotter.NewLinePoints(groups)
		if err != nil {
			return err
		}
		intervals, err := plotter.NewYErrorBars(groups)
		if err != nil {
			return err
		}
		style(line, i)
		points.Color, points.Shape, intervals.Color = line.Color, plotutil.Shape(i), line.Color
		p.Add(line, points, intervals)
		p.Legend.Add(fmt.Sprintf("%s (%d)", c.name, len(c.scores)), line, points)
	}
	return nil
}

// reliability are the groups' mean value and share of true ones, with the
// distances to the ends of the share's interval.
type reliability struct {
	plotter.XYs
	plotter.YErrors
}

func grouped(scores []figures.Score) reliability {
	sorted := slices.SortedFunc(slices.Values(scores), func(a, b figures.Score) int { return cmp.Compare(a.Value, b.Value) })
	var out reliability
	for group := range slices.Chunk(sorted, max(1, (len(sorted)+bins-1)/bins)) {
		var sum float64
		var right figures.Share
		for _, s := range group {
			sum += s.Value
			right.Count(s.True)
		}
		low, high := figures.Interval(right.Hits, right.Of)
		out.XYs = append(out.XYs, plotter.XY{X: sum / float64(len(group)), Y: right.Rate()})
		out.YErrors = append(out.YErrors, struct{ Low, High float64 }{right.Rate() - low, high - right.Rate()})
	}
	return out
}
