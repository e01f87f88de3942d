// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension TreeDocuments {
    static let lines = """
        a
        <p>a
        <p>a<p>b
        <p>a</p>b</p>c
        <b>a<i>b</b>c</i>d
        <b>a<p>b</b>c</p>d
        <b>a<div>b<i>c</b>d</i>e</div>f
        <p><b>a</p><p>b</b>c</p>
        <p><b>a<p>b<p>c</b>d
        <b><b><b><b>a<p>b</b></b></b></b>c
        <b><b><b><b><p>a<p>b
        <i><b class=x><b class=x><b class=x><b class=x><p>a</p></i>b
        <a href=1>a<a href=2>b</a>c</a>
        <a href=1><p>a<a href=2>b</a>c</p>d
        <a href=1><div>a</div><div><a href=2>b</a></div></a>
        <a href=1><table><tr><td><a href=2>b</a></td></tr></table>c</a>
        <a href=1><b>a<a href=2>b</b>c</a>
        <a href=1>x</b><p>y</a>z
        <font color=red><p>a<font size=2>b</p>c</font>d</font>
        <b><i><u>a<p>b</b>c</i>d</u>e
        <b><em><strong><i><u><code>a<div>b</b>c
        <p>a<b>b<i>c</p>d
        <span><b>a</span>b</b>
        <span><em>a</span>b</em>c
        <div><span>a</div>b</span>
        <b>a</i>b
        <b>a<table><tr><td>b</b>c</td></tr></table>d
        <nobr>a<nobr>b</nobr>c
        <nobr>a<p>b<nobr>c
        <table>a<tr><td>b</td></tr></table>
        <table><tr>a<td>b</td></tr></table>
        <table><tr><td>a</td>b</tr>c</table>d
        <table> <tr> <td>a</td> </tr> </table>
        <table>␤<tr>␤<td>a␤</table>
        <table><b>a</b><tr><td>b
        <table><b><tr><td>a</td></tr>b</table>c
        <table><b>x<tr>y<td>z
        <table><a href=1>a<tr><td><a href=2>b</table>c
        <table><div>a<tr><td>b</table>
        <table><p>a<tr><td>b</td></tr></p></table>
        <table><form><tr><td><input></form></table>
        <table><input type=hidden><tr><td>a</table>
        <table><input type=text><tr><td>a</table>
        <table><td>a<td>b<tr><td>c
        <table><tr><td>a<tr><td>b</table>c
        <table><th>a<td>b</table>
        <table><tbody><tr><td>a<tfoot><tr><td>b</table>
        <table><thead><td>a<tbody><td>b</table>
        <table><caption><b>a</caption><tr><td>b</table>
        <table><col><tr><td>a</table>
        <table><colgroup><col><col><tr><td>a</table>
        <table><colgroup>a<col></table>
        <table><tr><td><table><tr><td>a</table>b</table>c
        <table><table><tr><td>a</table>b</table>
        <table><tr><td>a<table>b<tr><td>c
        <table><tr><td><b>a<td>b</b></table>
        <table><tr></td></th></tbody>a</table>
        <table><tr><td></p>a</td></tr></table>
        <table><tr><td><p>a<table><tr><td>b</table>c</table>
        <table><select><option>a<tr><td>b</table>
        <table><tr><td><select><option>a<td>b</table>
        <table></tr></td>a
        <table><style>b<c</style><tr><td>a
        <table><!--x-->a<!--y--><tr><td>b
        <table><tr><td>a</table></table></td>b
        <table><center><tr><td>a</center>b
        <tr><td>a</td></tr>
        <td>a<td>b
        <tbody>a
        <p>a<table><tr><td>b</table>c
        <!doctype html><p>a<table><tr><td>b</table>c
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x.dtd"><p>a<table><tr><td>b</table>
        <!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><p>a<table><tr><td>b</table>
        <!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "x.dtd"><p>a<table><tr><td>b</table>
        <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN"><p>a<table><tr><td>b</table>
        <!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN" "x.dtd"><p>a<table><tr><td>b</table>
        <!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN" "x.dtd"><p>a<table><tr><td>b</table>
        <!DOCTYPE html SYSTEM "about:legacy-compat"><p>a<table><tr><td>b</table>
        <!doctype x><p>a<table><tr><td>b</table>
        <ul><li>a<li>b</ul>c
        <ul><li>a<ul><li>b</ul><li>c</ul>
        <ul><li><div>a<li>b</div></ul>
        <ul><li><p>a<li>b</ul>
        <ul><li><b>a<li>b</ul>c
        <li>a</ul>b</li>c
        <ol><li>a</ol></li>b
        <dl><dt>a<dd>b<dt>c</dl>d
        <h1>a<h2>b</h1>c
        <h1>a</h2>b
        <h1><b>a</h1>b</b>
        <h1>a<p>b</h1>c
        <p>a<ul><li>b</ul>c</p>
        <p>a<h1>b</h1>c
        <p>a<hr>b
        <p>a<div>b</p>c</div>
        <p>a<center>b</center></p>c
        <p><span>a<p>b</span>c
        <div>a</p>b</div>
        a</br>b
        a</p>b
        </p>
        </br>
        </div>a
        </b>a
        <div></span>a</div>
        <div>a</body>b</div>c
        <div>a</html>b
        a</body></html> b
        <body a=1>a<body b=2 a=3>b
        <html a=1><html b=2>a
        <head></head> <title>a</title>b
        <head><title>a</title> <p>b
        <head><p>a</head>b
        <head></head>a<head>b
        <title>a</title><meta><p>b<title>c</title>
        <style>a</style>b<style>c</style>
        <p>a<style>b</style>c</p>
        <script>a<b></script>b
        <script>a</scriptx>b</script>c
        <script>a
        <style>a</style
        <title>a&amp;b<c></title>d
        <textarea>␤a<b>&lt;</textarea>c
        <textarea>␤␤a</textarea>
        <pre>␤a␤b</pre>
        <pre>␤␤a</pre>
        <pre>a<b>␤</b></pre>
        <listing>␤a</listing>
        <xmp>a<b>&lt;</xmp>c
        <p>a<xmp>b</xmp>c
        <plaintext>a<b></plaintext>&amp;
        <iframe>a<b></iframe>c
        <noscript>a<b>c</noscript>d
        <head><noscript><link><p>a</noscript>b
        <head><noscript>a</noscript>
        <noframes>a<b></noframes>c
        <select><option>a<option>b</select>c
        <select><optgroup><option>a<optgroup><option>b</select>c
        <select><option>a<p>b</p><option>c</select>d
        <select><b>a</b></select>b
        <select><select>a
        <select><input>a
        <select><textarea>a</textarea>b
        <option>a<option>b
        <option><p>a<option>b
        <button>a<button>b</button>c
        <button><p>a</button>b
        <p><button><p>a</button>b
        <form>a<form>b</form>c</form>d
        <form><div>a</form>b</div>c
        <form><p>a</form>b
        <div><form>a</div>b</form>c
        <object><p>a</object>b
        <object><b>a</object>b</b>c
        <b><object>a</b>b</object>c
        <marquee><p>a</marquee>b
        <ruby>a<rt>b<rp>c<rt>d</ruby>e
        <img src=a>b</img>c
        <image src=a>b
        <p/>a<div/>b
        <b/>a
        <img/src=a>b
        <area>a<param>b<source>c<track>d<wbr>e<embed>f
        <keygen>a<bgsound>b<basefont>c
        <svg><path/><g>a</g></svg>b
        <svg><path><p>a</svg>b
        <svg><title>a<b>c</b></title></svg>d
        <svg><style>a<b>c</style></svg>d
        <svg><foreignObject><p>a</foreignObject><g>b</svg>c
        <svg><desc><table><tr><td>a</svg>b
        <svg/>a
        <svg><br>a
        <svg><a href=1>a</svg>b
        <svg><font color=red>a</svg>b
        <svg><font x=red>a</font></svg>b
        <math><mi>a<b>b</b></mi></math>c
        <math><mrow>a<p>b</math>c
        <p><svg><g></p>a
        <ul><li><svg><foreignObject><li>a</svg>b
        <svg><g><foreignObject><span></g>a
        <svg><g><g><path></g>a</path>b</svg>c
        <svg><g></x>a</b>b
        <b><svg><g></b>a
        <b><svg><foreignObject></b>a
        <table><svg><tr><td>a</svg>b
        <o:p>a</o:p>b
        <p>a<o:p></p>b</o:p>c
        <v:rect href=1><v:fill/>a</v:rect>b
        <x-y>a<p>b</x-y>c
        <unknown>a<b>b</unknown>c
        a&amp;b&lt;c&gt;d&quot;e&apos;f
        a&ampb&ltc&copyd&notit;e&noti
        a&nbsp;b&nbspc&eacute;d&eacutee
        a&euro;b&euroc&hellip;d&mdash;e&rarr;f
        a&#65;b&#65c&#x41;d&#x41e;f&#;g&#x;h&
        a&#150;b&#0;c&#xD800;d&#1114112;e&#128;f
        a&bogus;b&;c& d&<b>e
        <a href="?a=1&copy=2&amp=3&lt;4&notx=5&not">a
        <a href='?&reg;b&regb&reg=&reg'>a
        <a href=?a&eacute>a
        <p a=1 a=2 b>a
        <p A="x" a='y'>a
        <p =a>b
        <p a==b>c
        <p a= b>c
        <p a="b>c
        <p a='b' / c>d
        <p a<b>c
        <P CLASS=X>a</P>
        <!-- a --><p>b<!-- c -->d
        <!--a--!>b
        <!-->a
        <!--->a
        <!--a
        <!a>b
        <?a>b
        </>a
        </ a>b
        <a<b>c
        < a>b
        <>a
        <1>a
        a<
        a</
        <p
        <p a
        <![CDATA[a]]>b
        <!--[if mso]><p>a<![endif]-->b
        <!--[if !mso]><!--><p>a<!--<![endif]-->b
        <![if !mso]><p>a<![endif]>b
         a␤ b
        ␤<p> ␤a</p> ␤<p>b
        <html> <head> <title> a </title> </head> <body> b </body> </html>
        <div><div><div>a</div>b
        <s>a<strike>b<small>c</s>d</strike>e</small>
        <center><table><tr><td><font size=2>a</td></tr></table></center>b</font>
        <td><table><tr><td><b>a</table>b</td>
        <table><tr><td><a href=1>a</td><td>b</a></td></tr></table>
        <div><a href=1><img src=x></div></a>
        <p><a href=1>a</p><p>b</a></p>
        <a href=1><h1>a</a></h1>b
        <a href=1><ul><li>a</a><li>b</ul>
        <details><summary>a<p>b</details>c
        <article><p>a<section>b</article>c
        <b><p>a<blockquote>b</b>c
        <i>a<b>b<p>c</i>d</b>e
        <b>1<i>2<p>3</b>4
        <b>1<i>2<p>3<u>4</b>5</i>6</u>7
        <a>1<b>2<p>3</a>4</p>5</b>6
        <b>1<div>2<div>3</b>4</div>5</div>6
        <b><i><a href=1>x<p>y</b>z</a>w</i>v
        """
}
