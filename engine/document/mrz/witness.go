package mrz

import (
	"math"

	"portico/engine/nn"
)

// The squares that the witness takes (models/train/mrz/witness_net.py): as
// high as a strip and two characters wide, standardised luma.
const (
	squareSide     = stripRows
	leastDeviation = 4 // less deviation, in luma, is not stretched
)

// testify returns the log-probabilities that the witness gives the characters
// of a line, nil for a line that has none.
func (p *page) testify(t trial) []cell {
	if p.err() != nil || len(t.at) == 0 {
		return nil
	}
	luma, columns := p.strip(t.fit)
	n := len(t.at)
	squares := make([]float32, 0, n*squareSide*squareSide)
	first, step, _ := regress(t.at)
	for i, column := range t.at {
		// The path's columns are two pixels apart; the line they lie on is finer.
		even := first + float64(i)*step
		middle := (float64(column)+even)/2*stripStride + stripStride/2 - .5
		squares = append(squares, square(luma, columns, int(math.Round(middle)))...)
	}
	out, err := p.witness(nn.Tensor{Shape: []int64{int64(n), 1, squareSide, squareSide}, Data: squares}, n*off)
	if err != nil {
		p.fail(err)
		return nil
	}
	cells := make([]cell, n)
	for i := range cells {
		for g := range cells[i] {
			cells[i][g] = max(float64(out[i*off+g]), leastLogProb)
		}
	}
	return cells
}

// square cuts the columns around middle out of a strip, mirrored at its ends,
// and standardises them.
func square(luma []uint8, columns, middle int) []float32 {
	out := make([]float32, squareSide*squareSide)
	var sum, squares float64
	for r := range squareSide {
		for c := range squareSide {
			v := float64(luma[r*columns+mirror(middle-squareSide/2+c, columns)])
			out[r*squareSide+c] = float32(v)
			sum += v
			squares += v * v
		}
	}
	n := float64(len(out))
	mean := sum / n
	deviation := max(leastDeviation, math.Sqrt(max(0, squares/n-mean*mean)))
	for i, v := range out {
		out[i] = float32((float64(v) - mean) / deviation)
	}
	return out
}
