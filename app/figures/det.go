package main

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"

	"portico/engine/figures"
)

// lowest and highest are where the axes of a DET end; an error rate beyond is
// drawn at the end.
const lowest, highest = .0005, .9

// drawDET draws detection error trade-offs (Martin and others, Eurospeech
// 1997): both axes are normal deviates.
func drawDET(p *plot.Plot, curves []curve) error {
	p.X.Label.Text, p.Y.Label.Text = "false ones accepted", "true ones refused"
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Min, axis.Max, axis.Tick.Marker = probit(lowest), probit(highest), deviates()
	}
	for i, c := range curves {
		falses, trues, points := errorRates(c.scores)
		line, err := plotter.NewLine(onDeviates(points))
		if err != nil {
			return err
		}
		style(line, i)
		line.Dashes = plotutil.Dashes(i / len(plotutil.DefaultColors))
		p.Add(line)
		p.Legend.Add(fmt.Sprintf("%s (%d true, %d false)", c.name, trues, falses), line)
	}
	return nil
}

// errorRates counts the answers of both kinds and returns the error rates at every
// limit that changes one, from the strictest: X is the share of the false ones
// at or above the limit, Y that of the true ones below.
func errorRates(scores []figures.Score) (falses, trues int, rates plotter.XYs) {
	sorted := slices.SortedFunc(slices.Values(scores), func(a, b figures.Score) int { return cmp.Compare(b.Value, a.Value) })
	for _, s := range sorted {
		if s.True {
			trues++
		} else {
			falses++
		}
	}
	accepted, found := 0, 0
	at := func() plotter.XY {
		return plotter.XY{X: float64(accepted) / float64(max(falses, 1)), Y: 1 - float64(found)/float64(max(trues, 1))}
	}
	rates = append(rates, at())
	for i, s := range sorted {
		if s.True {
			found++
		} else {
			accepted++
		}
		if i+1 == len(sorted) || sorted[i+1].Value != s.Value {
			rates = append(rates, at())
		}
	}
	return falses, trues, rates
}

// onDeviates maps rates to the axes and leaves out points in the midst of a
// straight piece.
func onDeviates(rates plotter.XYs) plotter.XYs {
	var out plotter.XYs
	for _, r := range rates {
		pt := plotter.XY{X: probit(min(max(r.X, lowest), highest)), Y: probit(min(max(r.Y, lowest), highest))}
		if n := len(out); n > 1 && (out[n-1].X == pt.X && out[n-2].X == pt.X || out[n-1].Y == pt.Y && out[n-2].Y == pt.Y) {
			out[n-1] = pt
			continue
		}
		out = append(out, pt)
	}
	return out
}

func deviates() plot.ConstantTicks {
	var ticks plot.ConstantTicks
	for _, p := range []float64{.001, .005, .02, .05, .1, .2, .4, .6, .8} {
		ticks = append(ticks, plot.Tick{Value: probit(p), Label: fmt.Sprintf("%g %%", 100*p)})
	}
	return ticks
}
