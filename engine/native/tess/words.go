package tess

import (
	"context"
	"image"

	"portico/engine/document/viz"
)

// ReadWords returns the words of the one line of text in crop, dark on white,
// each with its place in the crop. What ReadLine says of crops holds here.
func (r *Reader) ReadWords(ctx context.Context, crop *image.Gray) ([]viz.Word, error) {
	return r.words(ctx, crop)
}
