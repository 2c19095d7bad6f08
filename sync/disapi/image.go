package disapi

// Image is a picture to upload: its bytes, or where to fetch it.
type Image struct {
	Data Bytes  `json:"data,omitempty"`
	URL  string `json:"url,omitempty"`
}

// ImageCrop is a picture to download: a JPEG.
type ImageCrop struct {
	Data Bytes `json:"data"`
}

// Point is in pixels of the uploaded picture, origin top left.
type Point struct {
	X int `json:"x"`
	Y int `json:"y"`
}

// Roi is a rectangle, possibly turned; its corners may lie outside the picture.
type Roi struct {
	TopLeft     Point `json:"topLeft"`
	TopRight    Point `json:"topRight"`
	BottomRight Point `json:"bottomRight"`
	BottomLeft  Point `json:"bottomLeft"`
}

// FaceDetection is where a face is.
type FaceDetection struct {
	Confidence    float64 `json:"confidence"` // 0..1
	FaceRectangle Roi     `json:"faceRectangle"`
}

// InvalidData is the in-band code for a binary record that is of no use.
const InvalidData = "INVALID_DATA"
