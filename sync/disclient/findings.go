package disclient

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"portico/sync/disapi"
)

// Size asks for a picture's width and height in pixels; 0 leaves a side open.
type Size struct{ Width, Height int }

func (s Size) query() string {
	q := url.Values{}
	for name, side := range map[string]int{"width": s.Width, "height": s.Height} {
		if side > 0 {
			q.Set(name, strconv.Itoa(side))
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// Picture fetches the picture behind a link of an answer, scaled to fit size.
func (c *Client) Picture(ctx context.Context, link string, size Size) ([]byte, error) {
	var out disapi.ImageCrop
	err := c.call(ctx, "picture", http.MethodGet, link+size.query(), nil, &out)
	return out.Data, err
}

// PageQuality asks how well a page of the document was photographed.
func (c *Client) PageQuality(ctx context.Context, id, page string) (out disapi.DocumentPageQuality, err error) {
	path := disapi.CustomerPath(id) + "/document/pages/" + url.PathEscape(page) + "/quality"
	err = c.call(ctx, "documentPageQuality", http.MethodGet, path, nil, &out)
	return out, err
}
