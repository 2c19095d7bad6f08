package face

import (
	"math"
	"strconv"
)

// Mesh are the vertices of a face.
type Mesh []Point3

// MarshalJSON writes thousandths of a pixel, a hundred times finer than any
// network places a point: meshes are most of what a customer's record holds.
func (m Mesh) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	const each = len(`{"X":1234.567,"Y":1234.567,"Z":-123.456},`)
	out := append(make([]byte, 0, each*(len(m)+1)), '[')
	for i, p := range m {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendFine(append(out, `{"X":`...), p.X)
		out = appendFine(append(out, `,"Y":`...), p.Y)
		out = appendFine(append(out, `,"Z":`...), p.Z)
		out = append(out, '}')
	}
	return append(out, ']'), nil
}

func appendFine(out []byte, v float64) []byte {
	return strconv.AppendFloat(out, math.Round(v*1000)/1000, 'f', -1, 64)
}
