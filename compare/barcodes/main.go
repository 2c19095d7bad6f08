// Command barcodes reads the pictures that it is given with the engine's reader
// of barcodes and prints a JSON object for each, as portico read does: file,
// barcodes, and ms with the decoding. It is for `make compare`, for portico
// read wants a page around a barcode.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"portico/engine/document/barcode"
	"portico/engine/imaging"
	"portico/engine/native/zxing"
)

type answer struct {
	File     string           `json:"file"`
	Barcodes []barcode.Symbol `json:"barcodes"`
	MS       struct {
		Total float64 `json:"total"`
	} `json:"ms"`
}

func main() {
	reader, lines := barcode.NewReader(zxing.Decoder{}), json.NewEncoder(os.Stdout)
	for _, file := range os.Args[1:] {
		a, err := read(reader, file)
		if err == nil {
			err = lines.Encode(a)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "barcodes:", err)
			os.Exit(1)
		}
	}
}

func read(reader *barcode.Reader, file string) (a answer, err error) {
	start := time.Now()
	data, err := os.ReadFile(file)
	if err != nil {
		return a, err
	}
	img, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		return a, fmt.Errorf("%s: %w", file, err)
	}
	a.File = file
	a.Barcodes, err = reader.Read(context.Background(), img, true)
	a.MS.Total = float64(time.Since(start).Microseconds()) / 1000
	return a, err
}
