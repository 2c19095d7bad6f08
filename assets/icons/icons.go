// Package icons holds the drawn symbols: outlines on a grid of 24 units, in
// whatever colour and thickness the screen asks for.
package icons

import (
	"bytes"
	"embed"
	"fmt"
	"image/color"
)

//go:embed *.svg
var files embed.FS

// SVG returns the symbol of this name drawn in c with lines of this width, in
// pixels of the screen: the renderer does not scale them with the symbol. It
// panics for a name that is not there: names are written in the code, and a
// test walks all screens.
func SVG(name string, c color.NRGBA, line float32) []byte {
	data, err := files.ReadFile(name + ".svg")
	if err != nil {
		panic("no such icon: " + name)
	}
	data = bytes.ReplaceAll(data, []byte("currentColor"), fmt.Appendf(nil, "#%02x%02x%02x", c.R, c.G, c.B))
	return bytes.Replace(data, []byte(`stroke-width="2"`), fmt.Appendf(nil, `stroke-width="%.1f"`, line), 1)
}
