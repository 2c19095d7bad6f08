// Package icons holds the drawn symbols: outlines on a grid of 24 units, two
// units wide, in whatever colour the screen asks for.
package icons

import (
	"bytes"
	"embed"
	"fmt"
	"image/color"
)

//go:embed *.svg
var files embed.FS

// SVG returns the symbol of this name drawn in c. It panics for a name that
// is not there: names are written in the code, and a test walks all screens.
func SVG(name string, c color.NRGBA) []byte {
	data, err := files.ReadFile(name + ".svg")
	if err != nil {
		panic("no such icon: " + name)
	}
	return bytes.ReplaceAll(data, []byte("currentColor"), fmt.Appendf(nil, "#%02x%02x%02x", c.R, c.G, c.B))
}
