package face_test

import (
	"context"
	"image"
	"image/color"
	"math"

	"portico/engine/face"
	"portico/engine/nn"
)

// fakeDetector is a BlazeFace short-range network that reports boxes of the
// given width (in input pixels), eyes level, each centred on its anchor.
func fakeDetector(width float32, anchors ...int) nn.Net {
	return nn.Func{
		Names: []string{"regressors", "classificators"},
		Fn: func(context.Context, ...nn.Tensor) ([]nn.Tensor, error) {
			rows, logits := make([]float32, 896*16), make([]float32, 896)
			for i := range logits {
				logits[i] = -20
			}
			for _, a := range anchors {
				logits[a] = 4
				row := rows[16*a : 16*a+16]
				row[2], row[3] = width, width
				row[4], row[6] = -width/4, width/4 // the eyes, left and right of the centre
			}
			return []nn.Tensor{tensor(rows), tensor(logits)}, nil
		},
	}
}

// surerTurnedOver is a detector that, of two looks at a face, is the surer of
// the second, which is the one with the head where the foot was.
func surerTurnedOver() nn.Net {
	looks := 0
	return nn.Func{
		Names: []string{"regressors", "classificators"},
		Fn: func(ctx context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
			out, err := fakeDetector(60, anchor(8, 8)).Run(ctx, in...)
			if looks++; looks%3 == 0 {
				out[1].Data[anchor(8, 8)] += 2
			}
			return out, err
		},
	}
}

// noDetections is either network seeing nothing.
func noDetections(boxes, classes string, anchors int) nn.Net {
	return nn.Func{
		Names: []string{boxes, classes},
		Fn: func(context.Context, ...nn.Tensor) ([]nn.Tensor, error) {
			logits := make([]float32, anchors)
			for i := range logits {
				logits[i] = -20
			}
			return []nn.Tensor{tensor(make([]float32, 16*anchors)), tensor(logits)}, nil
		},
	}
}

// head is a flat face in the mesh network's input: eyes, mouth, forehead and
// chin where they belong, turned by the angles (degrees) about its middle.
type head struct {
	flag       float32 // logit
	yaw, pitch float64
	mouthWidth float64 // pixels of the input
	upsideDown bool
}

func (h head) net() nn.Net {
	return nn.Func{
		Names: []string{
			"output_mesh_identity", "conv_faceflag", "output_lips",
			"output_left_eye", "output_right_eye", "output_left_iris", "output_right_iris",
		},
		Fn: func(context.Context, ...nn.Tensor) ([]nn.Tensor, error) {
			surface := make([]float32, 3*468)
			for i := range 468 {
				h.put(surface[3*i:], 0, 0)
			}
			h.put(surface[3*10:], 0, -60)
			h.put(surface[3*152:], 0, 60)
			h.put(surface[3*1:], 0, 10)
			eye := func(center float64) []float32 { // corners and lids, in the order of the network
				lids := make([]float32, 0, 2*71)
				for i := range 71 {
					x, y := center, -20.
					switch i {
					case 0: // outer corner
						x += math.Copysign(15, center)
					case 8: // inner corner
						x -= math.Copysign(15, center)
					}
					lids = append(lids, h.at(x, y)...)
				}
				return lids
			}
			lips := make([]float32, 0, 2*80)
			for i := range 80 {
				x := 0.
				switch i {
				case 0:
					x = -h.mouthWidth / 2
				case 10:
					x = h.mouthWidth / 2
				}
				lips = append(lips, h.at(x, 35)...)
			}
			// The outer corners need depth too, which the surface alone has.
			h.put(surface[3*33:], -40, -20)
			h.put(surface[3*263:], 40, -20)
			iris := func(x float64) []float32 {
				var five []float32
				for range 5 {
					five = append(five, h.at(x, -20)...)
				}
				return five
			}
			return []nn.Tensor{
				tensor(surface), tensor([]float32{h.flag}), tensor(lips),
				tensor(eye(-25)), tensor(eye(25)), tensor(iris(-25)), tensor(iris(25)),
			}, nil
		},
	}
}

func (h head) turn(x, y float64) (float64, float64, float64) {
	if h.upsideDown {
		x, y = -x, -y
	}
	sy, cy := math.Sincos(h.yaw * math.Pi / 180)
	sp, cp := math.Sincos(h.pitch * math.Pi / 180)
	// Yaw to the person's left takes the picture's right side away; pitch
	// down takes the chin away.
	return x * cy, y * cp, -x*sy - y*sp
}

func (h head) put(dst []float32, x, y float64) {
	px, py, pz := h.turn(x, y)
	dst[0], dst[1], dst[2] = float32(96+px), float32(96+py), float32(pz)
}

func (h head) at(x, y float64) []float32 {
	px, py, _ := h.turn(x, y)
	return []float32{float32(96 + px), float32(96 + py)}
}

func tensor(data []float32) nn.Tensor {
	return nn.Tensor{Shape: []int64{1, int64(len(data))}, Data: data}
}

func analyzer(detector, mesh, template nn.Net) *face.Analyzer {
	return face.New(face.Nets{
		Detector: detector, Small: noDetections("Identity", "Identity_1", 2304), Mesh: mesh, Template: template,
	})
}

// constantDescriptor is a template network that answers with one value
// repeated, whatever it sees.
func constantDescriptor(value float32) nn.Net {
	return nn.Func{
		Names: []string{"descriptor"},
		Fn: func(_ context.Context, in ...nn.Tensor) ([]nn.Tensor, error) {
			out := make([]float32, 128*in[0].Shape[0])
			for i := range out {
				out[i] = value
			}
			return []nn.Tensor{tensor(out)}, nil
		},
	}
}

func gray(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{128, 128, 128, 255})
		}
	}
	return img
}
