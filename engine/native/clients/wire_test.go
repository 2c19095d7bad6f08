package clients_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
)

// javaWire sends bodies as the samples' client does: pretty-printed, and the
// bytes of pictures and templates as arrays of signed numbers, one a line.
type javaWire struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (w javaWire) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("User-Agent", "OpenAPI-Generator/1.57.1/java")
	if req.Header.Get("Content-Type") == "application/json" {
		body, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, body, "", "  "); err != nil {
			return nil, err
		}
		body, err = numbered(pretty.Bytes())
		if err != nil {
			return nil, err
		}
		req.Header.Set("Content-Type", "application/json; charset=utf-8")
		req.Body, req.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	return w.next.RoundTrip(req)
}

// numbered replaces the Base64 of the fields that hold bytes.
func numbered(body []byte) ([]byte, error) {
	for _, field := range []string{`"data": "`, `"referenceFaceTemplate": "`} {
		before, rest, found := bytes.Cut(body, []byte(field))
		if !found {
			continue
		}
		text, after, _ := bytes.Cut(rest, []byte(`"`))
		data, err := base64.StdEncoding.AppendDecode(nil, text)
		if err != nil {
			return nil, err
		}
		out := append(bytes.Clone(before), field[:len(field)-1]...)
		for i, v := range data {
			separator := ",\n      "
			if i == 0 {
				separator = "[\n      "
			}
			out = append(out, separator...)
			out = strconv.AppendInt(out, int64(int8(v)), 10)
		}
		body = append(append(out, "\n    ]"...), after...)
	}
	return body, nil
}

// anyWire sends bodies as they come.
func anyWire(next http.RoundTripper) http.RoundTripper { return next }
