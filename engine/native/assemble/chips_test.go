package assemble_test

import (
	"encoding/json"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"portico/engine/face"
)

// TestTrainingChips cuts the faces of the outside pictures as models/train/face
// takes them, into the folder that PORTICO_CHIPS names: a PNG a face and
// faces.jsonl with what the engine says of it.
func TestTrainingChips(t *testing.T) {
	dir := os.Getenv("PORTICO_CHIPS")
	if dir == "" {
		t.Skip("SKIPPED: makes training material; set PORTICO_CHIPS to a folder")
	}
	a := faces(t)
	out, err := os.Create(filepath.Join(dir, "faces.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	lines := json.NewEncoder(out)
	for _, folder := range []string{"train/glasses", "train/mask", "train/faces", "train/expression"} {
		for _, row := range manifest(t, strings.Split(folder, "/")...) {
			if folder != "train/glasses" && folder != "train/mask" && !bareTaught(row["file"]) {
				continue
			}
			img, ok := anyPicture(t, folder, row["file"])
			if !ok {
				continue
			}
			found, err := a.Find(t.Context(), img)
			if err != nil {
				t.Fatal(err)
			}
			said := map[string]any{"folder": folder, "file": row["file"], "label": row["label"], "truth": row["truth"], "notes": row["notes"], "faces": len(found)}
			if len(found) > 0 {
				said["face"] = found[0]
				name := strings.NewReplacer("/", "~").Replace(folder + "/" + row["file"] + ".png")
				chip, err := face.Chip(img, found[0], .78, 256)
				if err != nil {
					t.Fatal(err)
				}
				said["chip"] = name
				f, err := os.Create(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if err := png.Encode(f, chip); err != nil {
					t.Fatal(err)
				}
				if err := f.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if err := lines.Encode(said); err != nil {
				t.Fatal(err)
			}
		}
	}
}
