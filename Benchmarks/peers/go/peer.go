// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors
//
// Measures Go's standard library: go run peer.go WORKLOADS OUTPUT

package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"os"
	"strings"
	"time"
)

var texts, htmls [16][]byte
var subjects []string

// lines writes base64 in lines of 76, which the standard library leaves to its users.
type lines struct {
	to     io.Writer
	column int
}

func (l *lines) Write(data []byte) (int, error) {
	total := len(data)
	for len(data) > 0 {
		n := min(76-l.column, len(data))
		l.to.Write(data[:n])
		data = data[n:]
		l.column += n
		if l.column == 76 {
			l.to.Write([]byte("\r\n"))
			l.column = 0
		}
	}
	return total, nil
}

// Whether texts get CR LF before base64 (RFC 2049, section 4), which the standard library leaves to its users.
var isCanonical = true

func part(writer *multipart.Writer, kind, encoding string, body []byte) {
	header := textproto.MIMEHeader{}
	header.Set("Content-Type", kind+"; charset=UTF-8")
	header.Set("Content-Transfer-Encoding", encoding)
	to, err := writer.CreatePart(header)
	if err != nil {
		panic(err)
	}
	if encoding == "base64" {
		encoder := base64.NewEncoder(base64.StdEncoding, &lines{to: to})
		if isCanonical {
			body = bytes.ReplaceAll(body, []byte("\n"), []byte("\r\n"))
		}
		encoder.Write(body)
		encoder.Close()
		return
	}
	encoder := quotedprintable.NewWriter(to)
	encoder.Write(body)
	encoder.Close()
}

func compose(number int, encoding string) []byte {
	var buffer bytes.Buffer
	buffer.Grow(12000)
	writer := multipart.NewWriter(&buffer)
	from := mail.Address{Name: "Smith & Sons", Address: "noreply@example.com"}
	to := mail.Address{Address: fmt.Sprintf("user.%03d@example.com", number)}
	fmt.Fprintf(&buffer, "Date: %s\r\n", time.Unix(946684800, 0).UTC().Format(time.RFC1123Z))
	fmt.Fprintf(&buffer, "From: %s\r\nTo: %s\r\n", from.String(), to.String())
	fmt.Fprintf(&buffer, "Subject: %s\r\n", mime.QEncoding.Encode("UTF-8", subjects[number]))
	fmt.Fprintf(&buffer, "Message-ID: <%d@example.com>\r\nAuto-Submitted: auto-generated\r\n", number)
	fmt.Fprintf(&buffer, "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=%s\r\n\r\n", writer.Boundary())
	part(writer, "text/plain", encoding, texts[number])
	part(writer, "text/html", encoding, htmls[number])
	writer.Close()
	return buffer.Bytes()
}

func report(name string, work func(int) int) {
	best, sum := 0.0, 0
	for range 6 {
		start, count, elapsed := time.Now(), 0, 0.0
		for elapsed < 0.4 {
			for range 16 {
				sum += work(count)
				count++
			}
			elapsed = time.Since(start).Seconds()
		}
		best = max(best, float64(count)/elapsed)
	}
	fmt.Println(name, best)
}

func main() {
	folder, output := os.Args[1], os.Args[2]
	for i := range 16 {
		texts[i], _ = os.ReadFile(fmt.Sprintf("%s/mail-%d.txt", folder, i))
		htmls[i], _ = os.ReadFile(fmt.Sprintf("%s/mail-%d.html", folder, i))
	}
	list, _ := os.ReadFile(folder + "/mail-subjects")
	subjects = strings.Split(string(list), "\n")
	for _, encoding := range []string{"quoted-printable", "base64"} {
		name := map[string]string{"quoted-printable": "compose-qp", "base64": "compose-base64"}[encoding]
		os.WriteFile(output+"/"+name, compose(0, encoding), 0o644)
		report(name, func(i int) int { return len(compose(i%16, encoding)) })
	}
	isCanonical = false
	os.WriteFile(output+"/compose-base64-lf", compose(0, "base64"), 0o644)
	report("compose-base64-lf", func(i int) int { return len(compose(i%16, "base64")) })
	megabyte := bytes.Repeat(htmls[0], (1<<20)/len(htmls[0])+1)[:1<<20]
	report("raw-qp", func(int) int {
		var buffer bytes.Buffer
		buffer.Grow(2 << 20)
		writer := quotedprintable.NewWriter(&buffer)
		writer.Write(megabyte)
		writer.Close()
		return buffer.Len()
	})
	report("raw-base64", func(int) int {
		var buffer bytes.Buffer
		buffer.Grow(2 << 20)
		encoder := base64.NewEncoder(base64.StdEncoding, &lines{to: &buffer})
		encoder.Write(megabyte)
		encoder.Close()
		return buffer.Len()
	})
}
