package light

import (
	"math"
	"time"

	"portico/engine/liveness/track"
)

// tint is the logarithm of each channel over the mean of all three's: what
// exposure does not change.
func tint(light [3]float64) [3]float64 {
	var mean float64
	for k, v := range light {
		light[k] = math.Log(math.Max(v, 1e-3))
		mean += light[k] / 3
	}
	for k := range light {
		light[k] -= mean
	}
	return light
}

func times(frames []track.Frame) []time.Duration {
	all := make([]time.Duration, len(frames))
	for i, f := range frames {
		all[i] = f.At
	}
	return all
}

// steady returns a series without its mean and its drift over time.
func steady(at []time.Duration, series [][3]float64) [][3]float64 {
	x := make([]float64, len(at))
	var middle float64
	for i, t := range at {
		x[i] = t.Seconds()
		middle += x[i] / float64(len(at))
	}
	out := make([][3]float64, len(series))
	for k := range 3 {
		y := make([]float64, len(series))
		var mean float64
		for i := range series {
			y[i] = series[i][k]
			mean += y[i] / float64(len(y))
		}
		slope := slopeOf(x, y)
		for i := range y {
			out[i][k] = y[i] - mean - slope*(x[i]-middle)
		}
	}
	return out
}

// regress returns the correlation of seen with want, both without their mean,
// and the slope of seen over want.
func regress(want, seen [][3]float64) (correlation, slope float64) {
	var aa, bb, ab float64
	for i := range want {
		for k := range 3 {
			a, b := want[i][k], seen[i][k]
			aa, bb, ab = aa+a*a, bb+b*b, ab+a*b
		}
	}
	if aa <= 0 || bb <= 0 {
		return 0, 0
	}
	return ab / math.Sqrt(aa*bb), ab / aa
}

// slopeOf is the least-squares slope of y over x, 0 where x does not vary.
func slopeOf(x, y []float64) float64 {
	n := float64(len(x))
	var sx, sy, sxx, sxy float64
	for i := range x {
		sx, sy, sxx, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], sxy+x[i]*y[i]
	}
	d := sxx - sx*sx/n
	if d <= 1e-12 {
		return 0
	}
	return (sxy - sx*sy/n) / d
}

func deviation(series [][3]float64) float64 {
	var sum float64
	for _, v := range series {
		sum += v[0]*v[0] + v[1]*v[1] + v[2]*v[2]
	}
	return math.Sqrt(sum / float64(3*len(series)))
}
