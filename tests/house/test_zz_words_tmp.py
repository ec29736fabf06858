import re, pytest
from html.parser import HTMLParser
from tests.house.test_url_matrix import GETS, named
from tests.house.conftest import story  # noqa

class P(HTMLParser):
    def __init__(s): super().__init__(); s.skip=0; s.out=[]
    def handle_starttag(s,t,a):
        if t in('script','style','code','kbd','svg','pre'): s.skip+=1
        for k,v in a:
            if k in('title','aria-label','placeholder','alt') and v: s.out.append(v)
            if t=='input' and k=='value' and dict(a).get('type') in('submit','button') and v: s.out.append(v)
    def handle_endtag(s,t):
        if t in('script','style','code','kbd','svg','pre'): s.skip-=1
    def handle_data(s,d):
        if not s.skip and d.strip(): s.out.append(d.strip())
seen=set()
def look(label,html):
    p=P(); p.feed(html)
    for t in p.out:
        if re.search(r"[A-Za-z]{3}",t) and t not in seen:
            seen.add(t); print('EN',label,'|',' '.join(t.split())[:200])

@pytest.mark.django_db
def test_walk(client_of, story, private_root):
    for row,address in GETS:
        for role in ('anonymous','resident','clerk','head','admin'):
            if row.kind=='admin' or row.pattern.startswith('api'): continue
            c=client_of(None if role=='anonymous' else role); c.raise_request_exception=False
            path=address.fill(story.values_for(row,address))
            if row.query: path+=row.query
            r=c.get(path)
            if r.status_code in(200,404,403) and 'html' in r.get('Content-Type','') and not r.streaming:
                look(path,r.content.decode())
            if r.status_code==200 and row.kind in('account','personal','owned') :
                r=c.post(path,{})
                if r.status_code in(200,400,403) and 'html' in r.get('Content-Type',''): look('POST '+path,r.content.decode())
                if 'password' in path or 'signup' in path:
                    r=c.post(path,{'email':'x','password':'123','password1':'12345','password2':'12345','oldpassword':'x','phone':'1'})
                    if r.status_code in(200,400,403) and 'html' in r.get('Content-Type',''): look('POST2 '+path,r.content.decode())
